"""The exercises of notebook 02 that are worked out by hand: shapes and parameters."""

SHAPES = ((32, 15, 15), (32, 8, 8), (128, 8, 8))


def shapes() -> tuple[tuple[int, int, int], ...]:
    return ((32, 15, 15), (32, 8, 8), (128, 8, 8))


def find_shapes_mistake(answer: tuple) -> str | None:
    rows = [row for row in answer if isinstance(row, tuple) and len(row) == 3]
    if len(answer) != 3 or len(rows) != 3:
        return "Three shapes are wanted, each (channels, height, width): ((…), (…), (…))."
    first, second, third = rows
    if first[0] == second[0] == 16:
        return (
            "The bottleneck is a quarter of the channels that come out, 128, not of those "
            "that go in."
        )
    if third[0] == 64:
        return "conv3 brings the channels to what the unit puts out: ResidualUnit(64, 128)."
    if first[1:] == (8, 8):
        return "conv1 has no stride: only the 3×3 convolution, conv2, halves the resolution."
    if (7, 7) in (second[1:], third[1:]):
        return "With padding 1, a stride of 2 rounds up: 15 becomes 8, not 7."
    if second[1:] == (15, 15):
        return "conv2 carries the stride of 2, so its output is smaller than its input."
    if third[1:] != second[1:]:
        return "conv3 is a 1×1 convolution of stride 1: it leaves the resolution as it is."
    if tuple(rows) != SHAPES:
        return "Channels: 64 → a quarter of 128 → the same → 128. Resolution: one stride of 2."
    return None


def parameters() -> int:
    convs = 256 * 128 + 9 * 128 * 128 + 128 * 512
    norms = 2 * (256 + 128 + 128)
    projection = 256 * 512
    return convs + norms + projection


def find_parameters_mistake(came: float) -> str | None:
    if came != int(came):
        return f"The count is one whole number; {came:g} came."
    came = int(came)
    conv1, conv2, conv3, projection = 256 * 128, 9 * 128**2, 128 * 512, 256 * 512
    convs, channels = conv1 + conv2 + conv3, 256 + 128 + 128
    wide = 256 * 64 + 9 * 64**2 + 64 * 512
    mistakes = {
        convs + 2 * channels: "131,072 are missing: the projection's 256·512. (Or, "
        "as it happens just as many: a 3×3 kernel has nine weights, not one.)",
        convs + projection: "The batch norms are missing: scale and shift of each channel.",
        convs: "Batch norms and projection are missing.",
        convs + projection + channels: "A batch norm has two parameters a channel, not one.",
        convs + projection + 4 * channels: "Running mean and variance are buffers; they are "
        "measured, not learned.",
        wide + projection + 2 * (256 + 64 + 64): "The bottleneck is a quarter of the channels "
        "that come out.",
        convs + projection + 2 * channels + 128 + 128 + 512 + 512: "No convolution here has a "
        "bias: a batch norm would take it away again, and conv3 and the projection have none.",
        convs + projection + 2 * (128 + 128 + 512): "The batch norms stand before the "
        "convolutions here: they have 256, 128 and 128 channels.",
    }
    if came in mistakes:
        return mistakes[came]
    if came != parameters():
        amount = "many" if came > parameters() else "few"
        return f"{came:,} is too {amount}: add up part by part."
    return None
