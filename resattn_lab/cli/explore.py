"""The command ``resattn-lab explore``."""

from pathlib import Path
from typing import Annotated

import typer

from .arguments import Size


def explore(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")] = (
        "scenes_attention_56"
    ),
    images: Annotated[
        str | None,
        typer.Option(
            "--images",
            "--data",
            help="scenes, cifar10, cifar100, or a folder of class folders; "
            "if not given, images of the network's classes, or scenes.",
        ),
    ] = None,
    count: Annotated[int, typer.Option(help="How many images, at most.")] = 24,
    seed: Annotated[int, typer.Option(help="Of the scenes.")] = 7,
    size: Size = None,
    static: Annotated[
        str | None,
        typer.Option(
            help="Write one HTML file that runs the network itself, and serve nothing; a name "
            "without .html becomes a folder with script and style beside the page."
        ),
    ] = None,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8866,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open a network's masks, kernels, receptive fields and training as a page in the browser.

    Without arguments: the network in the box, on planted scenes. Ctrl-C ends it.
    """
    from resattn_lab.explore import build_page, check_port, check_server, serve, write_page
    from resattn_lab.files import check_writable

    arguments = {"images": images, "count": count, "seed": seed, "size": size}
    if static is not None:
        check_writable(Path(static).parent)
        first, *_ = write_page(Path(static), checkpoint, **arguments)
        typer.echo(f"{first}: {first.stat().st_size / 1e3:.0f} kB, opens in any browser")
        return
    check_server()
    check_port(port)
    build_page(checkpoint, **arguments).close()  # what cannot be shown is refused here
    serve(
        {"checkpoint": checkpoint, **arguments},
        port=port,
        browser=browser,
        title=f"{Path(checkpoint).absolute().name} – resattn-lab explore",
    )
