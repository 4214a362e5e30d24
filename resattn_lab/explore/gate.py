"""Which requests the page's server answers; all others end here, before Voila sees them."""

import re
from urllib.parse import unquote

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

LOCAL = re.compile(r"(127\.0\.0\.1|localhost)(:\d{1,5})?", re.IGNORECASE)
PATH = re.compile(r"(?!.*\.\.)[\w/.@~+-]+", re.ASCII)
THEMES = {b"light", b"dark"}
# Voila's template has scripts in its text, so these must run; attributes such as onerror
# may not, and code made of words (eval) may not. Nothing is loaded from another server, so
# that nothing waits where there is no network.
POLICY = (
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws://{host}",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def why_refused(request: HTTPServerRequest, *, page: bool, posted: bool) -> str:
    """What is wrong with a request; empty when it may be answered.

    Who asks knows the server's secret address already. Beyond that only this machine's
    names are answered (another site's name can be led here), and only what the page itself
    asks for, or the browser that opens the page.

    Args:
        page: it asks for the page, which a browser may come to from anywhere; not into a
            frame, and with no argument but the theme.
        posted: what is asked for takes a POST, and nothing else.
    """
    headers, host = request.headers, request.host.lower()
    own = f"http://{host}"
    if not LOCAL.fullmatch(host):
        return "this server answers to 127.0.0.1 and localhost alone"
    if request.method not in (("POST",) if posted else ("GET", "HEAD")):
        return f"{request.method} is not answered here"
    if headers.get("Origin", own).lower() != own:
        return "the request comes from another site"
    if not page and headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return "the request does not come from the page"
    if page and headers.get("Sec-Fetch-Dest", "document") != "document":
        return "the page cannot be a part of another one"
    known = set(request.arguments) <= {"theme"}
    if page and not (known and set(request.arguments.get("theme", ())) <= THEMES):
        return "the page takes no argument but theme=light or theme=dark"
    if not PATH.fullmatch(unquote(request.path)):
        return "there is no such file"
    return ""


def guarded(
    handler: type[RequestHandler], *, page: bool = False, posted: bool = False
) -> type[RequestHandler]:
    """The handler behind ``why_refused``, with the headers that keep the page to itself."""

    class Guarded(handler):
        async def prepare(self) -> None:
            reason = why_refused(self.request, page=page, posted=posted)
            if reason:  # not an HTTPError: Voila would make a page of it, with the arguments
                self.set_status(403)
                self.set_header("Content-Type", "text/plain; charset=utf-8")
                self.finish(f"Refused: {reason}.")
                return
            prepared = super().prepare()
            if prepared is not None:
                await prepared

        def set_default_headers(self) -> None:
            super().set_default_headers()
            host = self.request.host
            policy = "; ".join(POLICY).format(host=host if LOCAL.fullmatch(host) else "")
            for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
                self.set_header(name, value)

    return Guarded
