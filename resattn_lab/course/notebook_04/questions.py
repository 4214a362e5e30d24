"""What notebook 04 asks: three questions on notebook 03 first, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="In a soft mask branch with three poolings, the second pooling reads …",
        choices={
            "the module's input": "Then no level would ever see below half the resolution: a "
            "fault of several public code bases.",
            "what the first level put out": "Each level pools what the level above it "
            "made of its own pooling, so sides go 32, 16, 8, 4.",
            "the trunk's output": "The mask branch reads the same input as the trunk, never "
            "the trunk itself.",
        },
        right="what the first level put out",
    ),
    Question(
        text="On the way up, a map of 4×4 next to a tensor of 7×7 is interpolated to …",
        choices={
            "7×7, the size of the tensor it meets": "To the size of that tensor, with "
            "aligned corners; odd sizes then fit, too.",
            "8×8, twice its own size": "Doubling fits only while every size can be halved: "
            "7 became 4, and twice 4 is 8.",
            "the size of the image": "Only the last interpolation goes to the module's "
            "input, and that is as large as the stage, not as the image.",
        },
        right="7×7, the size of the tensor it meets",
    ),
    Question(
        text="Why does the mask branch pool at all, when the mask has to be large again?",
        choices={
            "to save parameters": "A pooling has none, and saves none: a 3×3 kernel is as "
            "large at any resolution.",
            "so that every value of the mask lies in (0, 1)": "That is the sigmoid's work, at "
            "the very end.",
            "so that a few layers see nearly the whole image": "At a quarter or an "
            "eighth of the resolution a 3×3 kernel spans a wide part of the image.",
        },
        right="so that a few layers see nearly the whole image",
    ),
)

QUESTIONS = (
    Question(
        text="How many parameters does the product (1 + M)·T have?",
        choices={
            "as many as the mask has channels": "There is no weight for a channel: the mask "
            "itself is the weight.",
            "none": "Everything that is learned is in the two branches.",
            "one for each location and channel": "Those are the values of M: computed anew for "
            "every image, and not learned.",
        },
        right="none",
    ),
    Question(
        text="Under M·T, where M = 0, the trunk's output at that location …",
        choices={
            "gets a gradient through the mask": "The mask has its own gradient, T times what "
            "arrived; the trunk's is M times, and that is 0.",
            "gets the full gradient": "That is (1 + M)·T with M = 0.",
            "gets no gradient": "Eq. 2: what is not passed forward is not corrected "
            "on the way back.",
        },
        right="gets no gradient",
    ),
    Question(
        text="Why can the mask not hold back a wrong label's gradient and pass a right one's?",
        choices={
            "it is computed before the label comes in": "For one image there is one "
            "mask, whatever the label says. It can only sort by location and channel.",
            "its own gradient is T·g, so it hears of no label": "It does: g is made with the "
            "label. But that changes the mask after this step, not the factor in it.",
            "1 + M is never below 1": "So it cannot block. But even M·T, which can, would "
            "block right and wrong labels alike.",
        },
        right="it is computed before the label comes in",
    ),
    Question(
        text="With λ = 0 in stage3.0 accuracy falls, with a flat mask there it hardly does: …",
        choices={
            "the mask of stage3.0 is useless": "The layers after it rely on its amounts, and "
            "its channels differ; and a network trained without it may do worse or better.",
            "its locations hardly matter, its amounts do": "For this network on these "
            "scenes: the flat mask keeps how much each channel is weighed, and loses where.",
            "the network sees no locations in stage 3": "The trunk still has "
            "all its locations; only the weights were made equal.",
        },
        right="its locations hardly matter, its amounts do",
    ),
    Question(
        text="Where does the mask learn nothing, however large the arriving gradient is?",
        choices={
            "where M is one half": "Its gradient is T·g, and M is no part of that. (Behind "
            "the sigmoid it is: M(1 − M) is left, and that is largest at one half.)",
            "where T is near 0": "The mask gets T·g: it can only learn where the trunk has "
            "found something.",
            "nowhere, because of the 1 in 1 + M": "The 1 is for the trunk. It is a constant, "
            "and has no derivative by M.",
        },
        right="where T is near 0",
    ),
)
