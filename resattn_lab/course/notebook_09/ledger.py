"""What the paper says of its masks, and what was found here."""

from ..ledger import Entry
from ..record import record
from .curves import MODULES, networks

CONDITIONS = "three networks (seeds 0, 1, 2) from the box, 500 scenes, CPU; record mask_looks"


def higher_on_object(module: str) -> list[float]:
    """Of each network, the share of scenes where the mean mask is higher on the object."""
    return [n["looks"]["trained"]["mean_on_object"][module][2] for n in networks()]


def percent(shares: list[float]) -> str:
    return ", ".join(f"{share:.0%}" for share in shares)


def first_module() -> str:
    return f"stage1.0 higher on the object in {percent(higher_on_object('stage1.0'))} of scenes"


def last_module() -> str:
    return f"stage3.0 higher on the object in {percent(higher_on_object('stage3.0'))} of scenes"


def changing() -> str:
    found = (
        [1 - n["looks"]["trained"][module]["same_for_all"] for n in networks()]
        for module in MODULES
    )
    return f"{' / '.join(map(percent, found))} of the variance"


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
        conditions=CONDITIONS + "; mean over channels; 1 + M never weakens, it stresses less",
        verdict="repeated",
    ),
    Entry(
        key="09.parts",
        claim="a high-level mask stresses the object (the balloon's lower part)",
        source="Fig. 1",
        paper="shown on one photograph",
        measure=last_module,
        conditions=CONDITIONS + "; mean over channels, single channels differ",
        verdict="not repeated",
    ),
    Entry(
        key="09.adaptive",
        claim="masks of all modules change with the image (stages 1 / 2 / 3)",
        source="Abstract, Sec. 1",
        paper="said, no figure",
        measure=changing,
        conditions=CONDITIONS,
        verdict="repeated",
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
