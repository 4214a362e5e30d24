"""Write docs/performance.md: seconds, milliseconds and megabytes, as the benchmarks wrote them.

Run: python scripts/performance_page.py

A test holds the page to what this would write.
"""

import json
from pathlib import Path
from statistics import median

from result_tables import table

from resattn_lab.training import RECIPES, TAKES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"


def measured(name: str) -> dict:
    return json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())


def notebooks() -> str:
    found = measured("notebooks")
    rows = [
        (f"[{name.removesuffix('.ipynb')}](../notebooks/{name})", *(f"{s} s" for s in took))
        for name, took in ((n, (t["full"], t["fast"])) for n, t in found["seconds"].items())
    ]
    total = sum(took["fast"] for took in found["seconds"].values())
    return (
        f"## The notebooks\n\nAll cells of a notebook, on {found['device']} "
        f"(`{found['command']}`). Fast mode is `RESATTN_FAST=1`: all together {total} s.\n\n"
        + table(("notebook", "all cells", "in fast mode"), rows)
    )


def panels() -> str:
    redraw, browser = measured("panel_redraw"), measured("key_to_picture")
    shipped, paper = redraw["milliseconds"].values()
    rows = [(what, f"{ms:.0f}", f"{paper[what]:.0f}") for what, ms in shipped.items()]
    head = ("move", "shipped network", "paper-sized Attention-56")
    grown = redraw["megabytes_over_1000_moves"]
    keys = [(name, f"{seen['median_ms']}") for name, seen in browser["panels"].items()]
    return (
        f"## The panels\n\nMedian milliseconds of one move in the kernel, {redraw['threads']} "
        f"threads (`benchmarks/panel_redraw.py`):\n\n{table(head, rows)}\n\nA plain "
        "matplotlib figure of the same views takes "
        f"{redraw['plain_over_ours']} times as long as a channel move in the same run. Over "
        f"1,000 moves the process grew by {grown['masks']} MB (masks) and {grown['kernels']} "
        "MB (kernels).\n\nFrom the key press to the changed picture in Chromium, median of 20 "
        "presses (`benchmarks/key_to_picture.py`):\n\n" + table(("panel", "ms"), keys)
    )


def live_page() -> str:
    found = measured("live_page")
    ours, onnx = found["live_page"], found["onnxruntime_web"]
    moves = (ours[f"move_{kind}_pass_ms"]["median"] for kind in ("without", "with"))
    rows = [
        (
            "the live page",
            f"{ours['bytes'] / 1e6:.1f}",
            f"{ours['first_picture_ms']} ms",
            *(f"{ms:.0f} ms" for ms in moves),
        ),
        (
            f"onnxruntime-web {onnx['version']}",
            f"{onnx['bytes'] / 1e6:.1f}",
            f"{onnx['start_ms']} ms",
            "",
            f"{onnx['pass_ms']['median']:.0f} ms, the pass alone",
        ),
    ]
    moves = ("a move", "a move with a forward pass")
    head = ("page", "megabytes", "first picture, or ready", *moves)
    return (
        "## The live page\n\nBeside the same network in ONNX Runtime's WebAssembly build, one "
        "thread, in one run in Chromium (`benchmarks/live_page.py`; medians of 40, the first "
        f"picture of 5):\n\n{table(head, rows)}"
    )


def recipes() -> str:
    what = {
        "smoke": "20 steps of AdamW: shows that everything runs",
        "short": "AdamW, one cycle to 0.01, clipped at 1, weight decay 0.05",
        "lesson": f"for photographs: {RECIPES['lesson'].epochs} epochs of AdamW, "
        f"{RECIPES['lesson'].batch_size} images a step, at half, three quarters and the whole "
        "of their side",
        "paper": "Sec. 4.1 to the letter: Nesterov SGD, "
        f"{RECIPES['paper'].iterations:,} steps of {RECIPES['paper'].batch_size} images, "
        "0.1 ÷ 10 at 64k and 96k",
    }
    rows = [(f"`{name}`", told, TAKES[name]) for name, told in what.items()]
    return (
        "## Trainings\n\nThe recipes of `resattn-lab train --recipe`:\n\n"
        f"{table(('recipe', 'what', 'takes'), rows)}\n\nWhat they came to (`results/`, each "
        f"with its command, commit, seed and every epoch):\n\n{trained()}\n\n"
        "`cifar10-jpeg` is a folder with `train/` and `test/` class folders: CIFAR-10 after "
        "JPEG at quality 75, which is not CIFAR-10. The network of `cifar10_jpeg_short` comes "
        "with the package in half precision (`cifar10_attention_56`), and ten snapshots of "
        '`scenes_short` (`load_snapshots("scenes_training")`). The paper\'s Attention-56 has '
        "5.52 % error on the original images, after 204.8 epochs at full width.\n\n" + trials()
    )


def trained() -> str:
    rows = []
    for path in sorted((ROOT / "results").glob("*.json")):
        found = json.loads(path.read_text())
        accuracy = found["test_accuracy"]
        rows.append(
            (
                f"`{path.stem}`",
                found["data"]["train"].split(", seed")[0].split(":")[0],
                f"{found['network']['width']:g}",
                f"{len(found['epochs'])}",
                f"{accuracy['last_epoch']:.1%}",
                f"{accuracy['chosen_by_validation']:.1%}",
                f"{found['seconds']:,.0f} s, {found['device']}",
            )
        )
    head = (
        "result",
        "data",
        "width",
        "epochs",
        "test accuracy, last epoch",
        "chosen by validation",
        "time",
    )
    return table(head, rows)


def trials() -> str:
    """The way to the recipe ``lesson``: its trials and itself, cheapest first."""
    paths = [*(ROOT / "results/lesson").glob("*.json"), ROOT / "results/cifar10_lesson.json"]
    found = [json.loads(path.read_text()) for path in paths]
    rows = []
    for run in sorted(found, key=lambda run: run["cpu_seconds"]):
        recipe, last = run["recipe"], run["epochs"][-1]
        rows.append(
            (
                f"{recipe['optimiser']}, {recipe['learning_rate']:g}",
                f"{recipe['weight_decay']:g}",
                f"{recipe['batch_size']}",
                f"{recipe['epochs']}",
                f"{run['cpu_seconds'] / 60:.0f}",
                f"{last['validation_accuracy']:.1%}",
                f"{run['test_accuracy']['last_epoch']:.1%}",
            )
        )
    head = (
        *("optimiser, highest rate", "weight decay", "images a step", "epochs"),
        *("CPU minutes", "validation", "test"),
    )
    longest = max(found, key=lambda run: run["cpu_seconds"])
    learned = longest["epochs"][-1]["train_accuracy"]
    pass_seconds = median(epoch["seconds"] for epoch in longest["epochs"][-12:])
    (precision,) = {run["recipe"]["precision"] for run in found}
    (device,) = {run["device"] for run in found}
    return (
        "The way to `lesson`: Attention-56 at full width (1.03 M parameters) on the JPEG copy "
        "of CIFAR-10, a third of the epochs each at 16×16, 24×24 and 32×32 pixels, one seed, "
        f"{device}, {precision} (`results/lesson/`). AdamW was preferred to SGD on validation "
        f"images. In the end the network names {learned:.1%} of its training images, "
        f"shifted and mirrored, and far fewer new ones. A pass over the 45,000 at 32×32 took "
        f"{pass_seconds:.0f} s.\n\n{table(head, rows)}"
    )


def training_step() -> str:
    found = measured("training_step")
    steps = [
        (
            name,
            f"{row['median_ms']:.0f}",
            f"{row['over_plain']:.2f}",
            f"{row['share_of_matmul_rate']:.1%}",
        )
        for name, row in found["steps"].items()
    ]
    forward = [
        (name, f"{row['median_ms']:.0f}", f"{row['over_plain']:.2f}")
        for name, row in found["inference"]["forward"].items()
    ]
    forward_table = table(("forward pass", "ms", "of plain"), forward)
    head = ("step", "ms", "of plain", "of the cores' matrix-product rate in float32")
    batch = found["batch"]
    return (
        f"## A training step\n\nThe paper-sized Attention-56 at 32×32, {batch} images, "
        f"forward, backward and step, {found['device']} (`benchmarks/training_step.py`). "
        '"Plain" is the same network eager, in the default memory layout, behind a '
        "`DataLoader` with PIL transforms; all take their steps in turn in one run.\n\n"
        f"{table(head, steps)}\n\nCompiling the units costs {found['compile_seconds']:.0f} s "
        "at the first call and is off unless `--compile` asks for it: a lesson's run is too "
        "short to earn it back. Our data pipeline takes "
        f"{found['data_share_of_our_step']:.1%} of a step. Forward only:\n\n"
        f"{forward_table}\n\nWith its batch norms folded the trained "
        f"network's logits move by {found['inference']['largest_difference']:.1e} at most. A "
        f"step takes {found['memory'][str(batch)]['megabytes']:,} MB for {batch} images:\n\n"
        "![Memory of a training step against batch size; its time against modules per stage "
        "and image size](training_cost.png)"
    )


def threads() -> str:
    found = measured("thread_policy")
    beside = list(found["beside"])
    rows = [
        (kind, *(f"{found['beside'][n]['kinds'][kind]['over_one_thread']:.2f}" for n in beside))
        for kind in found["beside"]["0"]["kinds"]
    ]
    head = ("threads", *(f"beside {n} other trainings" for n in beside))
    return (
        f"## Threads, alone and beside other work\n\nSeconds of a step over those of one "
        f"thread, {found['cores']} cores (`benchmarks/thread_policy.py`); passive is "
        f"`OMP_WAIT_POLICY=PASSIVE`.\n\n{table(head, rows)}"
    )


INTRODUCTION = """# Performance: seconds, milliseconds, megabytes

Made by `python scripts/performance_page.py` from `benchmarks/results/` and `results/`; a test
holds it to that. All was measured on two CPU cores, in float32 unless it says otherwise, each
table in one run; nothing here was run on a GPU. Read ratios, not milliseconds: yours differ."""


def page() -> str:
    parts = (
        INTRODUCTION,
        notebooks(),
        live_page(),
        panels(),
        recipes(),
        training_step(),
        threads(),
    )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
