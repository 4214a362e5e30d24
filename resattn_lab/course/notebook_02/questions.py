"""The questions of notebook 02: three on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="Soft attention puts out …",
        choices={
            "a weighted sum of all states": "Every state counts, by its weight, and so "
            "every weight gets an exact gradient.",
            "one state, drawn by its weight": "That is hard attention: it looks at one "
            "location, and has to be sampled.",
            "the state of the highest weight, always": "That is what the weighted sum comes to "
            "as the temperature goes to zero.",
        },
        right="a weighted sum of all states",
    ),
    Question(
        text="Why can soft attention be trained by plain backpropagation?",
        choices={
            "its output is differentiable in every weight": "The weighted sum changes "
            "smoothly with each weight, so the gradient is exact.",
            "it looks at one location only": "That is hard attention, and a sampled choice has "
            "no gradient.",
            "its weights are always between 0 and 1": "A sampled 0 or 1 lies there as well, "
            "and has no gradient.",
        },
        right="its output is differentiable in every weight",
    ),
    Question(
        text="In these terms, the mask of a Residual Attention Network is …",
        choices={
            "hard: each location is kept or dropped": "Nothing is dropped and nothing is "
            "sampled: the values lie between 0 and 1.",
            "soft: a sigmoid for each location and channel": "Unlike a softmax over "
            "locations, the weights need not sum to one: all may be open.",
            "soft: one softmax over all locations": "Soft it is, but each value has a sigmoid "
            "of its own; locations do not compete.",
        },
        right="soft: a sigmoid for each location and channel",
    ),
)

QUESTIONS = (
    Question(
        text="A pre-activation unit whose last convolution is zero puts out …",
        choices={
            "zero": "Its branch does. The shortcut still adds the input.",
            "its input": "Exactly: nothing stands on the shortcut.",
            "its input with the negative values cut": "That is the post-activation unit: its "
            "ReLU comes after the sum.",
        },
        right="its input",
    ),
    Question(
        text="Where does a unit of the released network have a projection?",
        choices={
            "where the unit changes channels or resolution": "Only there x would not fit "
            "into the sum. Everywhere else the shortcut is the identity.",
            "in every unit": "A fault seen in public code: it runs, adds 56 % to the "
            "parameters of Attention-56, and leaves no identity.",
            "nowhere": "Where 64 channels go in and 128 come out, x cannot simply be added.",
        },
        right="where the unit changes channels or resolution",
    ),
    Question(
        text="In a deep plain stack with batch norm, the gradient grows on its way back. Why?",
        choices={
            "the weights are too large": "Batch norm divides by whatever the convolution "
            "multiplied with: halving all weights changes nothing.",
            "batch norm subtracts the mean that ReLU left, and enlarges the rest": "The rest "
            "has a spread below 1. Batch norm divides by it, and the gradient is divided too.",
            "ReLU passes on only half of the values": "That alone would weaken it, and He's "
            "weights make up for it. What counts is the mean that ReLU leaves.",
        },
        right="batch norm subtracts the mean that ReLU left, and enlarges the rest",
    ),
    Question(
        text="Without any batch norm, the signal in a deep residual stack …",
        choices={
            "grows with every unit": "Each sum adds a branch about as strong as its "
            "input, so the growth compounds. The shortcut alone does not make depth safe.",
            "vanishes": "That is the plain stack. Here the shortcut keeps what there was and "
            "the branch adds to it.",
            "stays as it is": "Only where each branch starts at zero, or is scaled down.",
        },
        right="grows with every unit",
    ),
    Question(
        text="A residual stack with batch norm gets twice as many units. The gradient that "
        "reaches its input is then …",
        choices={
            "squared": "So it is in the plain stack, where every unit multiplies by the same "
            "factor. Here a unit counts less, the larger the sum that it adds to.",
            "two to four times as strong": "Unit number k multiplies by about 1 + c/k. Such "
            "factors multiply to a power of the depth, so each doubling costs the same.",
            "as strong as before": "Each unit still adds a little: the first ones most.",
        },
        right="two to four times as strong",
    ),
)
