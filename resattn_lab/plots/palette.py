"""Colours that mean the same everywhere in the course."""

MASK_COLOURS = "cividis"  # masks, 0 to 1: dark is shut, bright is open
SIGNED_COLOURS = "RdBu_r"  # kernels and responses, zero in the middle: blue −, red +
MAGNITUDE_COLOURS = "magma"  # sizes without a sign, from zero: dark is nothing
OUTLINE = "#ffffff"  # the object's true outline, on a dark rim
OUTLINE_RIM = "#000000"
INK = "#222222"
MUTED = "#757575"
TRUE_CLASS = "#00796b"  # the class that is right, where one is known
CHOSEN_CLASS = "#be551a"  # the class that was predicted wrongly
# The trunk branch, the mask branch, and the rest of a network.
PART_COLOURS = {"trunk": "#2f6fa7", "mask": "#7a539f", "rest": "#8a8a8a"}
