"""What notebook 01 measures, in the words of its predictions."""


def how_often(share: float) -> str:
    """In how many scenes a single location is right: the choice that comes nearest."""
    choices = {
        "in about one scene of ten": 0.1,
        "in about half of the scenes": 0.5,
        "nearly always, too": 1.0,
    }
    return min(choices, key=lambda words: abs(share - choices[words]))
