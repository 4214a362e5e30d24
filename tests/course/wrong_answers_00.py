"""Wrong answers to the exercises of notebook 00, and the words that name each mistake."""

import torch


def write_into_trunk(trunk, mask):
    return trunk.mul_(1 + mask)


WRONG = {
    "00.width": {
        "half": (0.5, "262,066 parameters, 1/3.9 of all"),
        "a sixteenth of the channels": (1 / 16, "1/16 · 1/16"),
        "an eighth": (0.125, "18,064 parameters"),
        "no whole channels": (0.24, "Try a fraction"),
        "nothing left": (0, "between 0 and 1"),
        "wider than the paper": (4, "between 0 and 1"),
        "a word": ("0.25", "one number; a str came"),
        "the count instead of the width": (64_398, "between 0 and 1"),
    },
    "00.attend": {
        "naive product": (lambda t, m: m * t, "Eq. 1"),
        "brackets missing": (lambda t, m: 1 + m * t, "brackets are missing"),
        "a sum": (lambda t, m: m + t, "adds mask and trunk"),
        "swapped": (lambda t, m: (1 + t) * m, "swapped"),
        "damping": (lambda t, m: (1 - m) * t, "damps"),
        "in place": (write_into_trunk, "writes into trunk"),
        "the wrong shape": (lambda t, m: ((1 + m) * t).sum(), "of shape (2, 3, 4, 4); () came"),
        "too strong": (lambda t, m: (1 + 2 * m) * t, "With M = 0"),
        "a result": (torch.zeros(2), "the function itself"),
        "an error": (lambda t: t, "It stopped with TypeError"),
    },
    "00.avoid": {
        "one channel": ("a", "looks at one channel"),
        "more scenes": ("C", "Nobody doubts it"),
        "the edge": ("d", "where the highest value lies instead"),
        "untrained": (" e", "whether training has made"),
        "another letter": ("f", "'f' came"),
        "a number": (2, "an int came"),
    },
}
