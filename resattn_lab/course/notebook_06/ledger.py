"""The paper ledger of notebook 06: sizes, counts, and what is not printed."""

from collections.abc import Callable
from dataclasses import replace

from resattn_lab.networks import NETWORKS, Cost, add_up, part_costs

from ..ledger import Entry

FOR_224 = "closed formulas, tested against the built network; 224×224"
FOR_32 = (
    "closed formulas, tested against built networks; 32×32; encoder depths 3, 2, 1 and "
    "ResNet-164's widths, both inferred"
)
STATISTICS = "; with the running statistics of its batch norms it is 31,883,432"


def for_224(depth: int) -> Cost:
    """What a 224×224 network costs."""
    return add_up(part_costs(NETWORKS[f"attention_{depth}"], 224))["total"]


def parameters(depth: int) -> Callable[[], str]:
    return lambda: f"{for_224(depth).parameters:,}"


def operations(depth: int) -> Callable[[], str]:
    return lambda: f"{for_224(depth).multiply_accumulates / 1e9:.4f} G"


def cifar(depth: int) -> Callable[[], str]:
    """Parameters with 10 and with 100 classes."""

    def counted(classes: int) -> str:
        specification = replace(NETWORKS[f"cifar_attention_{depth}"], classes=classes)
        return f"{add_up(part_costs(specification, 32))['total'].parameters:,}"

    return lambda: f"{counted(10)} with 10 classes, {counted(100)} with 100"


ENTRIES = (
    *(
        Entry(
            key=f"06.released_{depth}",
            claim=f"parameters of the released Attention-{depth}",
            source="the authors' release",
            paper=paper,
            verdict="agrees",
            measure=parameters(depth),
            conditions=FOR_224,
        )
        for depth, paper in ((56, "31,810,728"), (92, "52,466,344"))
    ),
    *(
        Entry(
            key=f"06.parameters_{depth}",
            claim=f"parameters of Attention-{depth}",
            source="Table 2",
            paper=paper,
            verdict="differs",
            measure=parameters(depth),
            conditions=FOR_224 + more,
        )
        for depth, paper, more in ((56, "31.9 M", STATISTICS), (92, "51.3 M", ""))
    ),
    *(
        Entry(
            key=f"06.operations_{depth}",
            claim=f"multiply-accumulates of Attention-{depth}",
            source=source,
            paper=paper,
            verdict=verdict,
            measure=operations(depth),
            conditions=FOR_224,
        )
        for depth, source, paper, verdict in (
            (56, "Table 2; Table 7", "6.2 G; 6.3 G", "contradicts itself"),
            (92, "Table 2", "10.4 G", "differs"),
        )
    ),
    *(
        Entry(
            key=f"06.cifar_{depth}",
            claim=f"parameters of Attention-{depth}{which}",
            source="Table 6",
            paper=paper,
            verdict=verdict,
            measure=cifar(depth),
            conditions=FOR_32 + more,
        )
        for depth, which, paper, verdict, more in (
            (92, " for CIFAR", "1.9 M", "agrees", "; it rounds to 1.9 M with 100 classes only"),
            (236, "", "5.1 M", "agrees", ""),
            (452, ", (p, t, r) = (2, 4, 3)", "8.6 M", "differs", ""),
        )
    ),
    Entry(
        key="06.cifar_100",
        claim="CIFAR-100 error of Attention-452",
        source="Sec. 5; Table 6",
        paper="20.67; 20.45",
        verdict="contradicts itself",
    ),
    Entry(
        key="06.gap",
        claim="how much higher the error of local convolutions is",
        source="Sec. 4.1; Table 4",
        paper="0.94; 6.48 against 5.52",
        verdict="contradicts itself",
        measure=lambda: f"{6.48 - 5.52:.2f}",
        conditions="the two errors of Table 4, subtracted",
    ),
    *(
        Entry(
            key=f"06.{key}",
            claim=claim,
            source=source,
            paper="not printed",
            verdict="not published",
        )
        for key, claim, source in (
            (
                "cifar_description",
                "widths and encoder depths for CIFAR; a description of that network",
                "Sec. 4.1",
            ),
            ("spread", "seeds, or the spread over several runs", "Tables 1 to 7"),
            ("imagenet_recipe", "batch size and weight decay for ImageNet", "Sec. 4.2"),
            ("weights", "trained weights", "paper and release"),
        )
    ),
)
