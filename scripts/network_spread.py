"""More than one trained network: the section that docs/results.md holds of it.

Everything is read from the record ``scene_networks`` (``record_scene_networks.py``).
"""

from result_tables import MODULES, interval, table

from resattn_lab.course import record

STAGES = {name: f"stage {number}" for number, name in enumerate(MODULES, start=1)}
MEASURES = {"pointing": "pointing", "iou": "overlap (IoU)", "energy": "energy inside"}
MOMENTS = 3  # parts that the curves are shown in: an epoch each


def over_networks(found: dict[str, float]) -> str:
    return "{mean:.3f} ± {deviation:.3f}".format(**found)


def networks() -> str:
    """The three that were trained alike, stage by stage, and what they are held against."""
    part = record("scene_networks")["parts"]["32"]
    trained, spread = list(part["trained"].values()), part["spread"]
    rows = [
        (
            "accuracy",
            "",
            *(interval(network["accuracy"]) for network in trained),
            over_networks(spread["trained"]["accuracy"]),
            over_networks(spread["untrained"]["accuracy"]),
            "",
            "",
        )
    ]
    for name, stage in STAGES.items():
        for measure, words in MEASURES.items():
            rows.append(
                (
                    stage,
                    words,
                    *(interval(network[name][measure]) for network in trained),
                    over_networks(spread["trained"][name][measure]),
                    over_networks(spread["untrained"][name][measure]),
                    f"{part['centre'][measure][0]:.3f}",
                    f"{part['chance'][measure][0]:.3f}",
                )
            )
    head = (
        "best channel of",
        "measure",
        *(f"`{name}`" for name in part["trained"]),
        "mean ± deviation",
        "untrained",
        "centre prior",
        "chance",
    )
    return table(head, rows)


def looking() -> str:
    """The network of 64×64 scenes."""
    part = record("scene_networks")["parts"]["64"]
    ((name, trained),) = part["trained"].items()
    (untrained,) = part["untrained"].values()
    rows = [("accuracy", "", interval(trained["accuracy"]), "", "", "")]
    for module, stage in STAGES.items():
        for measure, words in MEASURES.items():
            rows.append(
                (
                    stage,
                    words,
                    interval(trained[module][measure]),
                    f"{untrained[module][measure][0]:.3f}",
                    f"{part['centre'][measure][0]:.3f}",
                    f"{part['chance'][measure][0]:.3f}",
                )
            )
    head = (
        "best channel of",
        "measure",
        f"`{name}`",
        "untrained",
        "centre prior",
        "chance",
    )
    return table(head, rows)


def curves() -> str:
    """Accuracy and pointing at the beginning and after each third of each training."""
    rows = []
    for training in record("scene_networks")["parts"]["curves"].values():
        every = (len(training["rows"]) - 1) // MOMENTS
        for step, *shares in training["rows"][::every]:
            rows.append(
                (
                    f"width {training['width']:g}, seed {training['seed']}",
                    f"{step:,}",
                    *(f"{share:.3f}" for share in shares),
                )
            )
    return table(("network", "step", "accuracy", *STAGES.values()), rows)


def above() -> str:
    """How many of the nine stages score better than what has learned nothing."""
    part = record("scene_networks")["parts"]["32"]
    counts = {"every untrained network": [], "the centre prior": []}
    for measure in MEASURES:
        found = [n[name][measure][0] for n in part["trained"].values() for name in STAGES]
        fresh = [n[name][measure][0] for n in part["untrained"].values() for name in STAGES]
        bars = (max(fresh), part["centre"][measure][0])
        for words, bar in zip(counts, bars, strict=True):
            counts[words].append(sum(value > bar for value in found))
    words = "; ".join(
        f"above {bar} {pointing} by pointing, {overlap} by overlap and {energy} by energy"
        for bar, (pointing, overlap, energy) in counts.items()
    )
    return f"Of the nine best channels (three networks, three stages) stand {words}."


def lows() -> str:
    """Where the best channel by pointing marks the object with its lowest value."""
    trained = record("scene_networks")["parts"]["32"]["trained"]
    found = [
        f"{stage} of `{network}`"
        for name, stage in STAGES.items()
        for network, stages in trained.items()
        if stages[name]["chosen"]["pointing"]["low"]
    ]
    return (
        "By pointing, the best channel has its *lowest* value on the object, not its highest, "
        f"in {len(found)} of these nine: {', '.join(found)}."
    )


def rises() -> str:
    """By how much each stage's pointing grows from the first snapshot to the last."""
    parts = []
    for training in record("scene_networks")["parts"]["curves"].values():
        first, last = training["rows"][0][2:], training["rows"][-1][2:]
        grown = ", ".join(f"{b - a:+.2f}" for a, b in zip(first, last, strict=True))
        parts.append(f"{grown} (width {training['width']:g}, seed {training['seed']})")
    return f"From first to last the pointing of stages 1, 2, 3 moves by {'; '.join(parts)}."


def section() -> str:
    """The section of docs/results.md."""
    made = record("scene_networks")
    small, large = (made["parts"][side]["scenes"] for side in ("32", "64"))
    few = made["parts"]["32"]["scenes_of_the_untrained"]
    moments = next(iter(made["parts"]["curves"].values()))["scenes"]
    earlier = "".join(f", in parts `{run['commit'][:7]}`" for run in made.get("earlier", ()))
    return f"""## More than one trained network

Three networks of one recipe, each with its own seed of weights, order and scenes
({small["unseen"]} scenes; channel, side and threshold chosen for each measure on other
ones: {small["chosen_on"]}). In brackets 95 % over scenes, by bootstrap; mean ± deviation is
over the three networks. Untrained are the three as they could have begun: new weights, units
that begin as the identity as theirs did, and batch norms' statistics set on scenes
({few["unseen"]}, chosen on {few["chosen_on"]}).
`{made["command"]}`, commit `{made["commit"][:7]}`{earlier}, {made["device"]}, torch
{made["versions"]["torch"]}, {made["cpu_seconds"]} s of CPU time.

{networks()}

{above()} {lows()}
An interval over scenes knows nothing of the training's chance: between networks stage 1
differs by far more than it says.

The network to look into, half as wide as the paper's too, on scenes of 64×64 pixels
({large["unseen"]}, chosen on {large["chosen_on"]}):

{looking()}

How accuracy and the pointing of each stage's best channel grow ({moments["unseen"]}, chosen
on {moments["chosen_on"]}; every snapshot is in the record). At step 0 the batch norms have
seen no image. The box's own snapshots (`scenes_training`) are of a narrower network, of half
as many scenes, and with augmentation. {rises()}

{curves()}"""
