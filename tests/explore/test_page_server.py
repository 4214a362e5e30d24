"""The server of ``resattn-lab explore`` before outsiders: other users, and other sites."""

import asyncio
import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.websocket import websocket_connect

server = import_module("resattn_lab.explore.server")

PATIENCE = 120  # seconds, for a machine that has other things to do
START = """
import sys
sys.path.remove("")
from resattn_lab.explore import page_server, server
server.CELL = server.CELL.split("from IPython")[0] + sys.argv[2]
server.LEFT_SECONDS, page_server.IDLE_SECONDS = map(int, sys.argv[3:])
server.serve({}, port=int(sys.argv[1]), browser=False, title="a page")
"""


class Served:
    """A server in a process of its own, whose page is what one line of Python shows.

    Args:
        scratch: where it is started; nothing of the user's settings is read.
        left, idle: seconds until the kernel of a page that never came is ended, and until a
            silent connection is closed.
    """

    def __init__(
        self,
        scratch: Path,
        shown: str = "1",
        *,
        left: int = 5,
        idle: int = 1000,
        **environment: str,
    ):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *map(str, (self.port, shown, left, idle))],
            cwd=scratch,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path))),
                "TMPDIR": str(scratch),
                "JUPYTER_CONFIG_DIR": str(scratch),
                "IPYTHONDIR": str(scratch),
                **environment,
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.base = self.address.removeprefix(f"http://127.0.0.1:{self.port}")

    def ask(self, path: str, *, method: str = "GET", **headers: str):
        """Status, headers and text of an answer; ``path`` is sent as it stands."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked.request(method, path, headers=named)
        answer = asked.getresponse()
        text = answer.read().decode(errors="replace")
        asked.close()
        return answer.status, answer.headers, text

    def open_page(self) -> str:
        """Ask for the page as a browser does that opens it; the id of its kernel."""
        status, _, text = self.ask(self.base, Sec_Fetch_Dest="document", Sec_Fetch_Site="none")
        assert status == 200
        return re.search(r'"kernelId": "([^"]+)"', text)[1]

    def kernels(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def wait_for_kernels(self, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.kernels()) != count:
            assert time.monotonic() < end, f"still {len(self.kernels())} kernels"
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    started = Served(tmp_path_factory.mktemp("jupyter"))
    yield started
    started.stop()


def test_the_page_comes_to_whoever_has_its_address_and_to_nobody_else(served):
    served.open_page()
    for path in (
        "/",
        "/?token=",
        f"/{'0' * 32}/",
        "/login",
        "/api/kernels",
        "/voila/static/voila.js",
    ):
        assert served.ask(path)[0] == 404
    assert re.fullmatch(r"/[0-9a-f]{32}/", served.base)


@pytest.mark.parametrize(
    "query",
    [
        "theme=x%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "theme=dark&theme=%3Cb%3E",
        "theme=JupyterLab+Dark",
        "template=../../x",
        "template=lab",
        "token=1",
        "anything",
        "theme=" + "x" * 20_000,
    ],
)
def test_no_argument_but_the_two_themes_is_taken_or_repeated(served, query):
    before = len(served.kernels())
    status, headers, text = served.ask(f"{served.base}?{query}")
    assert status == 403 and headers["Content-Type"].startswith("text/plain")
    assert text == "Refused: the page takes no argument but theme=light or theme=dark."
    assert len(served.kernels()) == before  # no kernel is started for it


def test_the_page_can_be_dark(served):
    status, _, text = served.ask(f"{served.base}?theme=dark")
    assert status == 200 and "theme-dark" in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "rebound.example:80"},
        {"Host": "127.0.0.1.rebound.example"},
        {"Origin": "http://another.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},  # another server of this machine
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Dest": "script"},
    ],
    ids=str,
)
def test_other_sites_and_frames_do_not_get_the_page_even_with_its_address(served, headers):
    assert served.ask(served.base, **headers)[0] == 403


@pytest.mark.parametrize(
    "part", ["voila/static/voila.js", "voila/templates/lab/static/index.css"]
)
def test_the_parts_of_the_page_come_to_the_page_alone(served, part):
    assert served.ask(served.base + part, Sec_Fetch_Site="same-origin")[0] == 200
    for site in ("cross-site", "same-site", "none"):
        assert served.ask(served.base + part, Sec_Fetch_Site=site)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "explore.ipynb",
        "voila/files/explore.ipynb",
        "voila/render/explore.ipynb",
        "voila/tree",
        "voila/api/contents",
        "voila/execution/0-0-0-0-0",
        "voila/query/0-0-0-0-0",
        "api/kernels",
        "api/contents",
        "api/terminals",
        "login",
        "logout",
        "voila/static/../../../../../../../../etc/passwd",
        "voila/static/%2e%2e/%2e%2e/app.py",
        "voila/static/..%2f..%2fapp.py",
        "voila/static//etc/passwd",
        "voila/templates/../../static/x",
        "voila/templates/lab/static/../../index.html.j2",
        "voila/templates/lab/static/%2e%2e/index.html.j2",
        "voila/labextensions/../labextensions/x",
        "voila/labextensions/%2fetc%2fpasswd",
        "voila/templates/lab/static/%00",
        "voila/static/voila.js%00",
    ],
)
def test_no_other_file_and_no_other_service_is_there(served, path):
    status, _, text = served.ask(served.base + path)
    assert status in (403, 404) and "root:" not in text and "import" not in text


def test_nothing_is_changed_from_outside(served):
    kernel = served.open_page()
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for path in ("", f"api/kernels/{kernel}", "voila/static/voila.js"):
            assert served.ask(served.base + path, method=method)[0] == 403
    leave = f"voila/api/shutdown/{kernel}"
    assert served.ask(served.base + leave, method="POST", Origin="http://a.example")[0] == 403
    assert served.ask(served.base + leave, method="GET")[0] == 403
    assert served.ask(f"/{leave}", method="POST")[0] == 404
    assert served.ask(served.base + f"api/kernels/{kernel}")[0] == 200
    assert served.ask(served.base + leave, method="POST")[0] == 204
    assert served.ask(served.base + leave, method="POST")[0] == 404  # it has gone


@pytest.mark.parametrize("path", ["", "?x=1", "voila/static/voila.js", "voila/static/none"])
def test_every_answer_forbids_frames_and_what_comes_from_elsewhere(served, path):
    _, headers, _ = served.ask(served.base + path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self' 'unsafe-inline'"  # Voila's own need the last
    assert policy["script-src-attr"] == "'none'"
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{served.port}"
    assert policy["form-action"] == policy["base-uri"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY" and headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Access-Control-Allow-Origin"] is None
    for cookie in headers.get_all("Set-Cookie", []):
        assert f"Path={served.base};" in f"{cookie};" and "SameSite=Strict" in cookie
        assert "HttpOnly" in cookie


def test_a_body_is_not_read_from_whoever_sends_one(served):
    """It would be held in memory before anybody looks at the secret address."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as sender:
        sender.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n\r\n")
        assert sender.recv(100).startswith(b"HTTP/1.1 400")
    assert served.ask("/")[0] == 404  # and it goes on


def test_a_connection_that_says_nothing_is_closed(tmp_path):
    """Each takes a descriptor, and a server without any can start no kernel."""
    served = Served(tmp_path, idle=1)
    try:
        for half in (b"", b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as silent:
                silent.sendall(half)
                assert silent.recv(100) == b""
        assert served.ask("/")[0] == 404
    finally:
        served.stop()


async def left(opened):
    """Close a websocket, until nothing is left of it."""
    opened.close()
    while await opened.read_message() is not None:
        pass


def run(work):
    """The result of a coroutine, also where another loop runs in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asyncio.wait_for(work, PATIENCE)).result()


def socket_status(served, path: str, **headers: str) -> int:
    """101 where a websocket opens, else what is answered."""

    async def connect():
        named = HTTPHeaders({name.replace("_", "-"): value for name, value in headers.items()})
        asked = HTTPRequest(
            f"ws://127.0.0.1:{served.port}{path}", headers=named, request_timeout=PATIENCE
        )
        try:
            opened = await websocket_connect(asked)
        except HTTPClientError as error:
            return error.code
        await left(opened)
        return 101

    return run(connect())


def test_a_kernel_is_reached_from_its_page_alone(served):
    channels = f"api/kernels/{served.open_page()}/channels"
    assert socket_status(served, f"/{channels}") == 404
    path = served.base + channels
    for headers in (
        {"Origin": "http://another.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "rebound.example"},
    ):
        assert socket_status(served, path, **headers) == 403
    assert socket_status(served, path, Origin=f"http://127.0.0.1:{served.port}") == 101


def test_a_kernel_ends_when_its_page_never_came_or_went_and_not_before(served):
    served.wait_for_kernels(0)  # those of the tests before

    async def visit():
        kept = served.open_page()
        path = f"{served.base}api/kernels/{kept}/channels"
        asked = HTTPRequest(f"ws://127.0.0.1:{served.port}{path}", request_timeout=PATIENCE)
        page = await websocket_connect(asked)
        served.open_page()
        assert len(served.kernels()) == 2
        while len(served.kernels()) > 1:  # the other one, whose page never came
            await asyncio.sleep(0.2)
        assert served.ask(f"{served.base}api/kernels/{kept}")[0] == 200
        await left(page)

    run(visit())
    served.wait_for_kernels(0)
    served.open_page()  # and the next visit has a kernel again


def test_a_page_that_is_left_before_it_is_there_ends_its_kernel(tmp_path):
    """As by quick reloads: nobody waits until a page that never came would be given up."""
    served = Served(tmp_path, "__import__('time').sleep(2)", left=10 * PATIENCE)
    started = set()
    try:
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as visit:
                visit.sendall(f"GET {served.base} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
                visit.recv(100)  # it has begun, so there is a kernel
                started |= {kernel.pid for kernel in served.kernels()}
        assert len(started) == 3
        served.wait_for_kernels(0)
        served.open_page()
        assert len(served.kernels()) == 1
    finally:
        served.stop()


@pytest.fixture(scope="module")
def among_others(tmp_path_factory):
    """A server that gives up no page, started in a folder that may hold anybody's files.

    There are programs called as some that it imports; and, as on many machines, a
    ``python3`` kernel of another environment, which lacks the lab. Its page shows whether
    such a program was run, and whether it works in that folder.
    """
    folder = tmp_path_factory.mktemp("images")
    for name in ("colorsys", "resattn_lab"):
        (folder / f"{name}.py").write_text("place = 'taken'")
    other = folder / "kernels" / "python3" / "kernel.json"
    other.parent.mkdir(parents=True)
    other.write_text('{"argv": ["no such"], "display_name": "other", "language": "python"}')
    names = "['place' in dir(__import__(name)) for name in ('colorsys', 'resattn_lab')]"
    shown = f"{names} + [os.getcwd() == {str(folder)!r}]"
    started = Served(folder, shown, left=10 * PATIENCE, JUPYTER_PATH=str(folder))
    yield started
    started.stop()


def test_a_kernel_that_was_killed_is_not_replaced_by_one_without_the_page(among_others):
    before = among_others.kernels()
    path = f"{among_others.base}api/kernels/{among_others.open_page()}"
    assert among_others.ask(path)[0] == 200
    [kernel] = set(among_others.kernels()) - set(before)
    kernel.kill()
    end = time.monotonic() + PATIENCE
    while among_others.ask(path)[0] != 404:  # as the page asks, to say so
        assert time.monotonic() < end, "the server has not noticed"
        time.sleep(0.2)
    after = set(among_others.kernels()) - set(before)
    assert not [child for child in after if child.status() != "zombie"]


def test_the_kernel_is_the_python_of_the_command_and_runs_no_program_among_the_images(
    among_others,
):
    before = among_others.kernels()
    _, _, text = among_others.ask(among_others.base)
    assert "[False, False, True]" in text
    [kernel] = set(among_others.kernels()) - set(before)
    assert kernel.cmdline()[0] == sys.executable


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no terminals hang up here")
def test_a_closed_terminal_ends_it_as_ctrl_c_does(tmp_path):
    served = Served(tmp_path)
    served.open_page()
    kernels = served.kernels()
    served.process.send_signal(signal.SIGHUP)
    assert served.process.wait(PATIENCE) == 0
    served.process.stdout.close()
    assert not [kernel for kernel in kernels if kernel.is_running()]
    assert not list(tmp_path.glob("resattn-lab-*"))


def test_the_browser_is_led_by_a_file_that_only_its_user_can_read(tmp_path, monkeypatch):
    """What stands on a command line can be read by every user of the machine."""
    address = "http://127.0.0.1:1/secret/"
    entrance = server._write_entrance(tmp_path / "open.html", address)
    if os.name == "posix":
        assert stat.S_IMODE(entrance.stat().st_mode) == 0o600
    assert f'content="0; url={address}"' in entrance.read_text()
    opened, threads = [], []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    plain = server.threading.Thread
    monkeypatch.setattr(
        server.threading, "Thread", lambda **how: threads.append(plain(**how)) or threads[0]
    )
    server._announce(address, entrance)
    threads[0].join()
    assert opened == [entrance.as_uri()] and "secret" not in opened[0]


def test_without_a_browser_the_address_is_only_printed(capsys, monkeypatch):
    monkeypatch.setattr(server.threading, "Thread", None)  # would raise
    server._announce("http://127.0.0.1:1/secret/", None)
    assert "the page is at http://127.0.0.1:1/secret/\n" in capsys.readouterr().out


def test_a_kernel_is_idle_from_the_moment_on_when_its_page_went():
    """A page may be looked at for an hour without a move; that hour must not end it."""
    long_ago = datetime.now(timezone.utc) - timedelta(hours=1)
    kernel = SimpleNamespace(last_activity=long_ago)

    class OneKernel(import_module("resattn_lab.explore.page_server").PageKernels):
        def __contains__(self, kernel_id):
            return kernel_id == "one"

        def get_kernel(self, kernel_id):
            return kernel

    kernels = OneKernel()
    kernels.notify_disconnect("another")
    assert kernel.last_activity == long_ago
    kernels.notify_disconnect("one")
    assert kernel.last_activity > long_ago + timedelta(minutes=59)
