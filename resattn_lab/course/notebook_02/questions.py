"""The questions of notebook 02: three on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="Soft attention hands on …",
        choices={
            "a weighted sum of all states": "Every state counts, by its weight, and so "
            "every weight gets an exact gradient.",
            "one state, drawn by its weight": "That is hard attention: it looks at one place, "
            "and has to be sampled.",
            "the state of the highest weight, always": "That is what the weighted sum comes to "
            "as the temperature goes to zero.",
        },
        right="a weighted sum of all states",
    ),
    Question(
        text="For hard attention, the REINFORCE estimate of the gradient is …",
        choices={
            "biased, with little noise": "That is the straight-through estimate: it takes the "
            "gradient of something that was not computed.",
            "exact": "Exact is the gradient of soft attention; a sampled choice has to be "
            "estimated.",
            "right on average, and noisy": "Unbiased, but of high variance, and a "
            "baseline lowers that variance without moving the mean.",
        },
        right="right on average, and noisy",
    ),
    Question(
        text="In these terms, the mask of a Residual Attention Network is …",
        choices={
            "hard: each position is kept or dropped": "Nothing is dropped and nothing is "
            "sampled: the values lie between 0 and 1.",
            "soft: a sigmoid for each position and channel": "Unlike a softmax over "
            "places, the weights need not sum to one: all may be open.",
            "soft: one softmax over all positions": "Soft it is, but each value has a sigmoid "
            "of its own; places do not compete.",
        },
        right="soft: a sigmoid for each position and channel",
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
            "in every unit": "A fault seen in public code: it runs, makes the CIFAR "
            "Attention-56 two thirds larger, and leaves no identity.",
            "nowhere": "Where 64 channels go in and 128 come out, x cannot simply be added.",
        },
        right="where the unit changes channels or resolution",
    ),
    Question(
        text="In a deep plain stack with batch norm, before training, the gradient …",
        choices={
            "vanishes on its way to the input": "That is the folklore, and without batch norm "
            "it is so. Look at the panel again, with batch norm.",
            "stays as it is": "The signal does, because every unit is normalised. The gradient "
            "goes back through every one of those normalisations.",
            "grows with every unit that it passes": "By a factor a unit, so that the "
            "first layers get steps that are far too large beside the last ones.",
        },
        right="grows with every unit that it passes",
    ),
    Question(
        text="Without any batch norm, the signal in a deep residual stack …",
        choices={
            "grows with every unit": "Each sum adds a branch about as strong as its "
            "input, about √2 a unit. The shortcut alone does not make depth safe.",
            "vanishes": "That is the plain stack. Here the shortcut keeps what there was and "
            "the branch adds to it.",
            "stays as it is": "Only where each branch starts at zero, or is scaled down.",
        },
        right="grows with every unit",
    ),
    Question(
        text="Why is a zero in conv1 a bad way to make a unit start as the identity?",
        choices={
            "the unit is then not the identity": "It is: zeros pass the other layers as zeros.",
            "the shortcut gets no gradient": "The shortcut always does. It is the branch that "
            "is cut off.",
            "no layer of the branch gets a gradient": "Conv3 reads only zeros, so its "
            "weights get no gradient, and they let none through to the layers before.",
        },
        right="no layer of the branch gets a gradient",
    ),
)
