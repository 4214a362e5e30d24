"""Voila cut down to one page: few addresses, each behind the gate, and kernels that end."""

from contextvars import ContextVar
from datetime import datetime, timezone
from functools import partial

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import RequestHandler
from traitlets import default
from voila.app import Voila

from .gate import guarded

# All that the page asks for, below the server's own address.
PAGE, LEAVING = "(.*)", "voila/api/shutdown/"
ASKED = ("api/kernels/", "voila/static/", "voila/templates/", "voila/labextensions/", LEAVING)

MOST_POSTED = 10_000  # bytes; the page posts one word when it is left
IDLE_SECONDS = 30  # that a connection may say nothing: each takes a descriptor of this process
LONG_AGO = datetime.fromtimestamp(0, timezone.utc)
STARTED: ContextVar[list[str]] = ContextVar("kernels that the present request has started")


class PageServer(Voila):
    """Voila without files, log-in, other pages, and room for what nobody asked for."""

    def listen(self) -> None:
        # A body is held before anybody looks at who sent it: 100 MiB each, if not told less.
        self.app.listen = partial(
            self.app.listen,
            max_body_size=MOST_POSTED,
            idle_connection_timeout=IDLE_SECONDS,
            body_timeout=IDLE_SECONDS,
        )
        super().listen()

    def init_handlers(self) -> list[tuple]:
        answered = []
        for pattern, handler, *options in super().init_handlers():
            address = pattern.removeprefix(self.server_url)
            if address == PAGE:
                page = guarded(visited(handler), page=True)
                answered.append((f"{self.server_url}$", page, *options))
            elif address.startswith(ASKED):
                posted = address.startswith(LEAVING)
                answered.append((pattern, guarded(handler, posted=posted), *options))
        return answered


def visited(handler: type[RequestHandler]) -> type[RequestHandler]:
    """The page's handler; a browser that goes before the page is there leaves its kernel."""

    class Visited(handler):
        gone = False

        def on_connection_close(self) -> None:
            super().on_connection_close()
            self.gone = True

        async def get(self, *path: str) -> None:
            kernels: list[str] = []
            STARTED.set(kernels)
            try:
                await super().get(*path)
            finally:
                if self.gone:
                    self.kernel_manager.left.update(kernels)

    return Visited


class OwnPython(KernelSpecManager):
    """The Python that the server runs in, whatever else is installed as ``python3``."""

    @default("kernel_dirs")
    def _look_nowhere(self) -> list[str]:
        return []


class PageKernels(AsyncMappingKernelManager):
    """A kernel counts as idle from the moment on when its last page went.

    A page that is closed or loaded anew ends its kernel itself. Kernels of a browser that
    was killed, and of a page that was never shown, are culled: the manager's own work.

    Attributes:
        left: kernels whose page nobody waits for any more; they are idle at once.
    """

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.left: set[str] = set()

    async def start_kernel(self, *arguments, **options) -> str:
        kernel_id = await super().start_kernel(*arguments, **options)
        STARTED.get([]).append(kernel_id)
        return kernel_id

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        if kernel_id in self.left:
            self.get_kernel(kernel_id).last_activity = LONG_AGO
        await super().cull_kernel_if_idle(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        super().notify_disconnect(kernel_id)
        if kernel_id in self:
            self.get_kernel(kernel_id).last_activity = datetime.now(timezone.utc)
