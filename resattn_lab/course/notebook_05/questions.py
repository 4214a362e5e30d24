"""What notebook 05 asks: three questions on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="Trunk and mask of an Attention Module meet in (1 + M)·T. Which shape has M?",
        choices={
            "one number for the image": "Then it could not tell one location from another.",
            "one number for each channel": "That would be a weight for channels only, the same "
            "at every location.",
            "the shape of T": "One value for every channel and location, so that the "
            "product is taken value by value.",
        },
        right="the shape of T",
    ),
    Question(
        text="By Eq. 2 a mask gates the gradient that reaches the trunk. Under (1 + M)·T the "
        "gate is …",
        choices={
            "M, between 0 and 1": "That is Eq. 2 itself, for the plain product M·T.",
            "1 + M, between 1 and 2": "The derivative of (1 + M)·T with respect to T. "
            "This gate can never close.",
            "always 1": "Only where M = 0. Elsewhere the mask strengthens the gradient.",
        },
        right="1 + M, between 1 and 2",
    ),
    Question(
        text="In (1 + λM)·T, what does λ = 0 give?",
        choices={
            "0": "For that the 1 would have to go: M·T with a closed mask.",
            "T": "The mask has no say, and the module is its trunk.",
            "2·T": "That is λ = 1 with a mask that is open everywhere.",
        },
        right="T",
    ),
)

QUESTIONS = (
    Question(
        text="Twelve masks of 0.5 in a row, nothing else. How far apart do M·T and (1 + M)·T "
        "end up?",
        choices={
            "a factor of 12": "Factors multiply; they do not add up.",
            "a factor of 3 to the power 12": "1.5 over 0.5 is 3, once for each module. "
            "One fades, and the other grows.",
            "they end up equal": "One is halved and the other grows by a half, twelve times.",
        },
        right="a factor of 3 to the power 12",
    ),
    Question(
        text="Every residual unit has batch norm. Why does a stack of NAL modules with silent "
        "units fade all the same?",
        choices={
            "batch norm is switched off": "It runs, in every unit. Look at where it stands.",
            "batch norm sits in the branch; the shortcut goes around it": "The shortcut hands "
            "on what the product has shrunk, as it is.",
            "the masks close": "They stay near 0.5. Halving is enough.",
        },
        right="batch norm sits in the branch; the shortcut goes around it",
    ),
    Question(
        text="After twelve layers a response is as large as the input was. What does this say "
        "about the input?",
        choices={
            "it has been handed on": "In our naive stack the size was right, and a readout "
            "found next to nothing of the scene.",
            "it is gone": "Nor does it say that: a layer of any size may hold it.",
            "nothing": "Size and content are two things: each can go without the other.",
        },
        right="nothing",
    ),
    Question(
        text="A linear probe reads nothing of the scene from a layer. Then …",
        choices={
            "the layer holds nothing of the scene": "That would need every kind of readout to "
            "fail; this one is linear.",
            "nothing of it is there in a form that a linear map finds": "Just that. Another "
            "readout might still find something.",
            "the layer's response is too small": "Every output is brought to variance 1 first, "
            "so its size does not count.",
        },
        right="nothing of it is there in a form that a linear map finds",
    ),
    Question(
        text="In a training, stage 3 ends at a hundred-thousandth of stage 1. What happened?",
        choices={
            "stage 3 has faded": "Perhaps. A ratio has two ends.",
            "stage 1 has grown": "Perhaps, as when we made it 50 times as large. The ratio "
            "alone does not say so.",
            "the ratio does not tell": "One has to look at both responses; and the next stage "
            "normalises either away.",
        },
        right="the ratio does not tell",
    ),
)
