"""The notebooks' kernels run with the network blocked: what works here works on a train."""

import os
import tempfile
from pathlib import Path

BLOCK = """
import socket

_connect = socket.socket.connect


def _only_here(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the course must run without a network, but asked for {address[0]}")
    return _connect(self, address)


socket.socket.connect = _only_here
"""

_settings = tempfile.TemporaryDirectory()  # kept until pytest ends
_startup = Path(_settings.name) / "profile_default" / "startup"
_startup.mkdir(parents=True)
(_startup / "00_no_network.py").write_text(BLOCK)
os.environ["IPYTHONDIR"] = _settings.name  # kernels started by nbval inherit this
