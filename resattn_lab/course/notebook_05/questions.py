"""What notebook 05 asks: three questions on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="Trunk and mask of an Attention Module meet in (1 + M)·T. Which shape has M?",
        choices={
            "one number for the image": "Then it could not tell one place from another.",
            "one number for each channel": "That would be a weight for channels only, the same "
            "at every place.",
            "the shape of T": "One value for every channel and position, so that the "
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
            "One vanishes, and the other grows.",
            "they end up equal": "One is halved and the other grows by a half, twelve times.",
        },
        right="a factor of 3 to the power 12",
    ),
    Question(
        text="Every residual unit has batch norm. Why does a stack of NAL modules whose units "
        "are the identity still fade?",
        choices={
            "batch norm is switched off": "It runs, in every unit. Look at where it stands.",
            "batch norm sits in the branch; the shortcut goes around it": "What the "
            "product shrank is handed on by the shortcut as it is.",
            "the masks close": "They stay near 0.5. Halving is enough.",
        },
        right="batch norm sits in the branch; the shortcut goes around it",
    ),
    Question(
        text="With He's weights and batch norm NAL's response settles near 1. What has become "
        "of the input that the shortcut carries?",
        choices={
            "it is still most of the response": "The size has been kept, not the content: "
            "each module halves what it gets.",
            "almost nothing is left; the units have filled the gap": "Every unit adds a "
            "response of the same size, however little arrives. That hides the loss.",
            "it has grown": "With ARL it grows along with the rest. With NAL it is halved.",
        },
        right="almost nothing is left; the units have filled the gap",
    ),
    Question(
        text="Every weight that writes to stage 1's stream is multiplied by 50. The logits …",
        choices={
            "grow 50 times": "Something stands between the stages that undoes the factor.",
            "stay as they are": "Whatever reads the stream normalises first. So the size "
            "of a stage's response says nothing about what the network computes.",
            "become zero": "Nothing is erased: a factor is taken out again.",
        },
        right="stay as they are",
    ),
    Question(
        text="What does attention residual learning cost?",
        choices={
            "a mask can no longer erase": "1 + M lies between 1 and 2. And the response "
            "grows from module to module, which normalisation has to take out again.",
            "parameters": "Not one: the 1 is a constant.",
            "half of the gradient": "The gradient's gate is 1 + M: it is never below 1.",
        },
        right="a mask can no longer erase",
    ),
)
