"""The page of ``resattn-lab explore`` that needs no kernel: written, not served."""

from pathlib import Path

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.files import write_atomically

from .images import choose_images


def write_page(
    path: Path | str,
    checkpoint: str = "scenes_attention_56",
    *,
    images: str | None = None,
    count: int = 24,
    seed: int = 7,
    size: int | None = None,
) -> list[Path]:
    """Write the live page of a network; what was written, the page first.

    Args:
        path: a file that ends in ``.html`` gets everything in one; any other name becomes a
            folder with ``index.html``, style and script, for a server with a strict policy.
        checkpoint: as ``load_checkpoint`` takes it.
        images, count, seed, size: as ``choose_images`` takes them.

    Raises:
        ValueError, OSError: what cannot be loaded, shown or written.
    """
    from .live.page import live_page  # not sooner: it draws

    path = Path(path)
    network, card = load_checkpoint(checkpoint)
    chosen = choose_images(network, card, source=images, count=count, seed=seed, size=size)
    page = live_page(network, chosen, card, seed=seed)
    if path.suffix == ".html":
        write_atomically(path, page.one_file().encode())
        return [path]
    files = page.files()
    for name, text in files.items():
        write_atomically(path / name, text.encode())
    return [path / name for name in files]
