"""Voila cut down to one page: few addresses, each behind the gate, and kernels that end."""

from datetime import datetime, timezone
from functools import partial

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import default
from voila.app import Voila

from .gate import guarded

# All that the page asks for, below the server's own address.
PAGE, LEAVING = "(.*)", "voila/api/shutdown/"
ASKED = ("api/kernels/", "voila/static/", "voila/templates/", "voila/labextensions/", LEAVING)

MOST_POSTED = 10_000  # bytes; the page posts one word when it is left


class PageServer(Voila):
    """Voila without files, log-in, other pages, and room for what nobody asked for."""

    def listen(self) -> None:
        # A body is held before anybody looks at who sent it: 100 MiB each, if not told less.
        self.app.listen = partial(self.app.listen, max_body_size=MOST_POSTED)
        super().listen()

    def init_handlers(self) -> list[tuple]:
        kept = []
        for pattern, handler, *options in super().init_handlers():
            address = pattern.removeprefix(self.server_url)
            if address == PAGE:
                kept.append((f"{self.server_url}$", guarded(handler, page=True), *options))
            elif address.startswith(ASKED):
                posted = address.startswith(LEAVING)
                kept.append((pattern, guarded(handler, posted=posted), *options))
        return kept


class OwnPython(KernelSpecManager):
    """The Python that the server runs in, whatever else is installed as ``python3``."""

    @default("kernel_dirs")
    def _look_nowhere(self) -> list[str]:
        return []


class PageKernels(AsyncMappingKernelManager):
    """A kernel counts as idle from the moment on when its last page went.

    A page that is closed or loaded anew ends its kernel itself. Kernels of a browser that
    was killed, and of a page that was never shown, are culled: the manager's own work.
    """

    def notify_disconnect(self, kernel_id: str) -> None:
        super().notify_disconnect(kernel_id)
        if kernel_id in self:
            self.get_kernel(kernel_id).last_activity = datetime.now(timezone.utc)
