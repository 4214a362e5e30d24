"""The command ``resattn-lab ablate``."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from .arguments import Device, typed
from .source import Source


def ablate(
    context: typer.Context,
    study: Annotated[
        str, typer.Argument(help="depth, masks, noise, units, fusion, or all of them: all.")
    ],
    data: Source = "scenes",
    setting: Annotated[
        str,
        typer.Option(help="small (hours), medium (ten times the steps) or full (the paper's)."),
    ] = "small",
    seeds: Annotated[int, typer.Option(help="How many, from 0 on.")] = 3,
    device: Device = "auto",
    out: Annotated[str, typer.Option(help="Folder of the results.")] = "ablations",
) -> None:
    """Repeat an ablation of the paper; what a results file holds is not run again.

    One JSON file for each study and kind of images; the verdicts are printed at the end.
    """
    from resattn_lab.ablations import (
        SETTINGS,
        STUDIES,
        comparison_lines,
        load_data,
        load_results,
        run_study,
        verdict_lines,
    )
    from resattn_lab.files import check_writable
    from resattn_lab.provenance import commit
    from resattn_lab.training import choose_device

    for name, known in ((study, [*STUDIES, "all"]), (setting, SETTINGS)):
        if name not in known:
            raise ValueError(f"unknown {name!r}; choose one of {', '.join(known)}")
    if seeds < 1:
        raise ValueError(f"seeds must be at least 1, got {seeds}")
    choose_device(device)  # refused before anything is read or made
    out = Path(out)
    check_writable(out)
    if any(out.glob("*.json")):
        load_results(out)  # a file that the verdicts cannot be read from, before the trainings
    images = load_data(data, SETTINGS[setting])
    source = data if data in ("scenes", "cifar10", "cifar100") else "photographs"
    options = typed(context, also=("data", "setting", "seeds"), without=("study",))
    for name in STUDIES if study == "all" else [study]:
        run_study(
            name,
            out / f"{name}_{source}.json",
            data=images,
            source=source,
            setting=setting,
            seeds=range(seeds),
            device=device,
            facts={
                "command": shlex.join(["resattn-lab", "ablate", name, *options]),
                "commit": commit(),
            },
            said=typer.echo,
        )
    for line in (*verdict_lines(out), *comparison_lines(out)):
        typer.echo(line)
