"""What the two networks of a claim do not have in common: parameters and work."""

from resattn_lab.ablations import CLAIMS, STUDIES
from resattn_lab.networks import build_network, count_parameters, multiply_accumulates

SIDE = 16  # of the images that the small setting trains on
LIKE_A_NEIGHBOUR = ("92", "128", "30%", "50%", "70%")  # other depths, shares of wrong labels


def size(study: str, variant: str) -> tuple[int, int]:
    """Parameters and multiply-accumulates of a variant, as the small setting has it."""
    made, width = STUDIES[study].variants[variant], STUDIES[study].widths["small"]
    network = build_network(made.network, width=width, **made.options)
    return count_parameters(network), multiply_accumulates(network, (3, SIDE, SIDE))


def size_lines() -> list[str]:
    """For each claim about errors, how much larger its second network is."""
    lines = [f"{'':41}parameters  multiply-accumulates"]
    for claim in CLAIMS.values():
        if claim.measure != "error" or claim.lower.endswith(LIKE_A_NEIGHBOUR):
            continue
        (p, m), (q, n) = (size(claim.study, name) for name in (claim.lower, claim.higher))
        against = f"{claim.lower} against {claim.higher}".replace(" 10%", "")
        lines.append(f"{claim.source}: {against:<32} {q / p - 1:+8.0%} {n / m - 1:+14.0%}")
    return lines
