"""What the paper says of its masks, and what was found here."""

from ..ledger import Entry
from ..record import record
from .results import MODULES, networks

CONDITIONS = "three networks (seeds 0, 1, 2) from the box, 500 scenes, CPU; record mask_looks"


PEAKS = (
    "three networks (seeds 0, 1, 2) from the box, 4000 scenes, channels chosen on others; "
    "records scene_networks and mask_looks"
)


def pointing(module: str) -> list[float]:
    """Of each network, how often the module's best channel points at the object."""
    trained = record("scene_networks")["parts"]["32"]["trained"].values()
    return [network[module]["pointing"][0] for network in trained]


def spot() -> float:
    """How often a spot in the middle of the scene lies on the object."""
    return record("scene_networks")["parts"]["32"]["centre"]["pointing"][0]


def mean_is_higher(module: str) -> list[float]:
    """Of each network, the share of scenes where the mean mask is higher on the object."""
    return [n["looks"]["trained"]["mean_on_object"][module][2] for n in networks()]


def percent(shares: list[float]) -> str:
    return ", ".join(f"{share:.0%}" for share in shares)


def on_the_object(module: str) -> str:
    peaks, mean = percent(pointing(module)), percent(mean_is_higher(module))
    return (
        f"best channel of {module} points at the object in {peaks} of scenes (a spot in the "
        f"middle {spot():.0%}); its mean over channels is higher on it in {mean}"
    )


def first_module() -> str:
    return on_the_object("stage1.0")


def last_module() -> str:
    return on_the_object("stage3.0")


def varying(kind: str, module: str) -> list[float]:
    """Of each network, the share of a mask's variance that is not the same for all scenes."""
    return [1 - n["looks"][kind][module]["same_for_all"] for n in networks()]


def changing() -> str:
    trained = " / ".join(percent(varying("trained", module)) for module in MODULES)
    twins = [share for module in MODULES for share in varying("twin, statistics set", module)]
    return f"{trained} of the variance; untrained twins {min(twins):.0%} to {max(twins):.0%}"


def with_one_mask() -> str:
    """Accuracy with each module's mask replaced by its mean over other scenes."""
    found = ([n["masks"][module]["same"][0] for n in networks()] for module in MODULES)
    return f"{' / '.join(map(percent, found))} right"


def scenes_measured() -> int:
    return int(record("mask_looks")["scenes"]["unseen"].split()[-1])


ENTRIES = (
    Entry(
        key="09.background",
        claim="a low-level mask weakens the background (the sky's blue)",
        source="Fig. 1",
        paper="shown on one photograph",
        measure=first_module,
        conditions=PEAKS + "; 1 + M never weakens, it stresses less",
        verdict="mixed",
    ),
    Entry(
        key="09.parts",
        claim="a high-level mask stresses the object (the balloon's lower part)",
        source="Fig. 1",
        paper="shown on one photograph",
        measure=last_module,
        conditions=PEAKS,
        verdict="mixed",
    ),
    Entry(
        key="09.adaptive",
        claim="masks of all modules change with the image (stages 1 / 2 / 3)",
        source="Abstract, Sec. 1",
        paper="said, no figure",
        measure=changing,
        conditions=CONDITIONS,
        verdict="agrees",
    ),
    Entry(
        key="09.needed",
        claim="how well the network does when one module's mask is the same for every image "
        "(stages 1 / 2 / 3)",
        source="Sec. 1",
        paper="not printed",
        measure=with_one_mask,
        conditions=f"{CONDITIONS}; the mask is the mean over 500 other scenes",
        verdict="not published",
    ),
)
