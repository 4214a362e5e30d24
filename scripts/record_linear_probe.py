"""Record what a linear readout finds of the input after 1 … 12 untrained modules.

Run: python scripts/record_linear_probe.py resattn_lab/course/records/linear_probe.json

The stacks of notebook 05: both ways to fuse, units that begin as the identity or with He's
weights, with and without batch norm; and three controls: no mask, half of the trunk in place
of a mask, and units without shortcuts. The target is the scene averaged to 8×8. Sizes and
gradients are recorded beside it. A record that is there already is added to: what has been
run is not run again.
"""

import argparse
import json
import time
from pathlib import Path

from recording_runs import facts, one_thread

from resattn_lab.course.notebook_05 import stacks
from resattn_lab.measures import choose_probe, explained_share, relative_responses
from resattn_lab.measures.probe import PENALTIES

COMMAND = "python scripts/record_linear_probe.py"
SEEDS = (5, 6, 7, 8, 9)
SCENES = {"fitted": 2000, "choosing the penalty": 500, "measured": 500}
GRADIENT_SCENES = 64
CONTROLS = ("no mask", "½·T", stacks.NO_SHORTCUTS)
RUNS = [
    (fusion, units, norm)
    for units in stacks.STARTS
    for norm in (True, False)
    for fusion in ("ARL", "NAL", *CONTROLS)
    if fusion not in CONTROLS or (units, norm) == ("He", True)
]


def run(fusion: str, units: str, norm: bool, seed: int) -> dict:
    """Share read and size after 0 … 12 modules; for both ways to fuse, the gradient, too."""
    started = time.process_time()
    small, x = stacks.scenes_for_stacks(sum(SCENES.values()), seed=seed)
    fitted, choosing, measured = small.split(list(SCENES.values()))
    stack = stacks.build_stack(fusion, units=units, norm=norm, seed=seed)
    outputs = stacks.after_each_module(stack, x)
    shares = []
    for output in outputs:
        features, other, unseen = output.split(list(SCENES.values()))
        probe = choose_probe(features, fitted, other, choosing)
        shares.append(explained_share(measured, probe.read(unseen)))
    found = {"share_read": shares, "size": relative_responses(outputs)}
    if fusion not in CONTROLS:
        stack = stacks.build_stack(fusion, units=units, norm=norm, seed=seed)
        found |= stacks.sizes_along(stack, x[:GRADIENT_SCENES])
    named = {"fusion": fusion, "units": units, "batch_norm": norm, "seed": seed}
    return {**named, **found, "seconds": round(time.process_time() - started, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    runs = json.loads(path.read_text())["runs"] if path.is_file() else []
    done = {(r["fusion"], r["units"], r["batch_norm"], r["seed"]) for r in runs}
    for seed in SEEDS:
        for wanted in RUNS:
            if (*wanted, seed) in done:
                continue
            runs.append(run(*wanted, seed))
            kept = {
                **facts(COMMAND),
                "stack": f"{stacks.MODULES} untrained modules, {stacks.CHANNELS} channels",
                "data": "planted scenes of 32×32, averaged to 8×8; 3 colours mixed at random",
                "scenes": SCENES,
                "scenes_for_gradients": GRADIENT_SCENES,
                "probe": "ridge regression on standardised outputs, R² on measured scenes",
                "penalties": PENALTIES,
                "seeds": SEEDS,
                "runs": runs,
            }
            path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
            print(*wanted, seed, [round(s, 2) for s in runs[-1]["share_read"]], flush=True)


if __name__ == "__main__":
    main()
