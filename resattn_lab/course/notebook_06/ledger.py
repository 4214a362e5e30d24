"""The paper ledger of notebook 06: sizes, counts, and what is not printed."""

from collections.abc import Callable
from dataclasses import replace

from resattn_lab.networks import NETWORKS, Cost, add_up, part_costs

from ..ledger import Entry

FOR_224 = "closed formulas, tested against the built network; 224×224"
FOR_32 = "closed formulas, tested against built networks; 32×32"
DEPTHS = "encoder depths 3, 2, 1 and ResNet-164's widths, both inferred"


def for_224(name: str) -> Cost:
    """What a 224×224 network costs."""
    return add_up(part_costs(NETWORKS[name], 224))["total"]


def parameters(name: str) -> Callable[[], str]:
    return lambda: f"{for_224(name).parameters:,}"


def operations(name: str) -> Callable[[], str]:
    return lambda: f"{for_224(name).multiply_accumulates / 1e9:.4f} G"


def cifar(depth: int) -> Callable[[], str]:
    """Parameters with 10 and with 100 classes."""

    def counted(classes: int) -> str:
        specification = replace(NETWORKS[f"cifar_attention_{depth}"], classes=classes)
        return f"{add_up(part_costs(specification, 32))['total'].parameters:,}"

    return lambda: f"{counted(10)} with 10 classes, {counted(100)} with 100"


def _size(
    key: str,
    claim: str,
    source: str,
    paper: str,
    verdict: str,
    measure: Callable[[], str],
    conditions: str,
) -> Entry:
    return Entry(
        key=f"06.{key}",
        claim=claim,
        source=source,
        paper=paper,
        verdict=verdict,
        measure=measure,
        conditions=conditions,
    )


ENTRIES = (
    _size(
        "released_56",
        "parameters of the released Attention-56",
        "the authors' release",
        "31,810,728",
        "agrees",
        parameters("attention_56"),
        FOR_224,
    ),
    _size(
        "released_92",
        "parameters of the released Attention-92",
        "the authors' release",
        "52,466,344",
        "agrees",
        parameters("attention_92"),
        FOR_224,
    ),
    _size(
        "parameters_56",
        "parameters of Attention-56",
        "Table 2",
        "31.9 M",
        "differs",
        parameters("attention_56"),
        f"{FOR_224}; with the running statistics of its batch norms it is 31,883,432",
    ),
    _size(
        "parameters_92",
        "parameters of Attention-92",
        "Table 2",
        "51.3 M",
        "differs",
        parameters("attention_92"),
        FOR_224,
    ),
    _size(
        "operations_56",
        "multiply-accumulates of Attention-56",
        "Table 2; Table 7",
        "6.2 G; 6.3 G",
        "contradicts itself",
        operations("attention_56"),
        FOR_224,
    ),
    _size(
        "operations_92",
        "multiply-accumulates of Attention-92",
        "Table 2",
        "10.4 G",
        "differs",
        operations("attention_92"),
        FOR_224,
    ),
    _size(
        "cifar_92",
        "parameters of Attention-92 for CIFAR",
        "Table 6",
        "1.9 M",
        "agrees",
        cifar(92),
        f"{FOR_32}; {DEPTHS}; it rounds to 1.9 M with 100 classes only",
    ),
    _size(
        "cifar_236",
        "parameters of Attention-236",
        "Table 6",
        "5.1 M",
        "agrees",
        cifar(236),
        f"{FOR_32}; {DEPTHS}",
    ),
    _size(
        "cifar_452",
        "parameters of Attention-452, (p, t, r) = (2, 4, 3)",
        "Table 6",
        "8.6 M",
        "differs",
        cifar(452),
        f"{FOR_32}; {DEPTHS}",
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
    Entry(
        key="06.cifar_description",
        claim="widths and encoder depths for CIFAR; a description of that network",
        source="Sec. 4.1",
        paper="not printed",
        verdict="not published",
    ),
    Entry(
        key="06.spread",
        claim="seeds, or the spread over several runs",
        source="Tables 1 to 7",
        paper="not printed",
        verdict="not published",
    ),
    Entry(
        key="06.imagenet_recipe",
        claim="batch size and weight decay for ImageNet",
        source="Sec. 4.2",
        paper="not printed",
        verdict="not published",
    ),
    Entry(
        key="06.weights",
        claim="trained weights",
        source="paper and release",
        paper="not printed",
        verdict="not published",
    ),
)
