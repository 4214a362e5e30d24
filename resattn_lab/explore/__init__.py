"""The page behind ``resattn-lab explore``: its images, its making, its server."""

from .images import choose_images
from .page import build_page
from .server import check_port, check_server, serve
from .static import write_page

__all__ = ["build_page", "check_port", "check_server", "choose_images", "serve", "write_page"]
