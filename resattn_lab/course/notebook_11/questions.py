"""What notebook 11 asks: three questions on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="Nearly half of the kernels of two trained first layers are edges. What shows "
        "that "
        "training made them so?",
        choices={
            "edges look meaningful, and blurs do not": "So do the blurs, of which random "
            "weights have as many.",
            "of kernels with random weights far fewer are edges": "6 of 100, against 7 of 16. "
            "Without the random ones the picture would have proved nothing.",
            "the two networks are accurate on new photographs": "A network can be accurate "
            "whatever its first kernels are called.",
        },
        right="of kernels with random weights far fewer are edges",
    ),
    Question(
        text="A kernel lets a constant image through and stops the fastest wave. It is …",
        choices={
            "low-pass": "A blur: the slow waves pass.",
            "an edge": "That is the reverse: a constant image gives little there.",
            "a 1×1 convolution": "That mixes channels and treats all frequencies alike: it "
            "has no spatial shape.",
        },
        right="low-pass",
    ),
    Question(
        text="The nine top scenes of a channel look alike. What does that prove?",
        choices={
            "the channel detects whatever it is that they show": "A random direction among the "
            "channels "
            "has top scenes that look as meaningful.",
            "little: the top of any direction looks alike": "Only a comparison with random "
            "directions says whether the channel is special.",
            "the channel is dead": "A dead channel answers to nothing.",
        },
        right="little: the top of any direction looks alike",
    ),
)

QUESTIONS = (
    Question(
        text="A map points at the object in eight scenes of ten. What else must be known?",
        choices={
            "nothing: a guess among ten classes is right in one of ten": "Compared with what? "
            "A spot in the middle that never "
            "looked hits three of ten.",
            "what a spot in the middle and an untrained network score": "A score says "
            "something beside maps that cannot know the object, and only there.",
            "how many of these scenes the network names rightly": "A network can name nearly "
            "every scene and have a mask "
            "that points elsewhere.",
        },
        right="what a spot in the middle and an untrained network score",
    ),
    Question(
        text="The threshold was chosen on the scenes it is reported on. The overlap is …",
        choices={
            "too high": "The choice took what fits these very scenes, luck included.",
            "too low": "The choice can only help on the scenes it was made on.",
            "right, if there are many scenes": "Then the luck is small; it still only "
            "flatters, and choosing elsewhere costs nothing.",
        },
        right="too high",
    ),
    Question(
        text="A mask peaks in the middle of a ring, and the pointing game counts a miss. What "
        "do you do?",
        choices={
            "count every ring as a hit, wherever the map peaks": "Then a mask that looks "
            "elsewhere would be a hit, too.",
            "fill the holes of the true masks, for every map": "Then a peak in the hole "
            "counts, "
            "and the maps that know nothing get the same advantage.",
            "leave the rings out": "That hides the misses which are real: in the first stage "
            "there are many.",
        },
        right="fill the holes of the true masks, for every map",
    ),
    Question(
        text="Without its mask a module ruins the answers; with each channel's mean at every "
        "location they stay as they were. What did the network need of this mask?",
        choices={
            "its locations": "A flat mask has none, and the answers stay.",
            "its amounts": "The layers behind were trained with features multiplied by about "
            "1 + the mean. Where the mask is high mattered little.",
            "nothing": "Without it the answers are ruined.",
        },
        right="its amounts",
    ),
    Question(
        text="Is a soft mask an explanation of a prediction?",
        choices={
            "yes: its light lies on the object, far more often than chance": "So does the "
            "distance of colours, which knows no "
            "network.",
            "no: the answer need not rest on where it is high": "A mask "
            "can lie on the object and be exchanged without a change of the answer. It is a "
            "part "
            "of the computation, to be tested like any other.",
            "yes: the network multiplies its features by it": "It computes with all its "
            "features. Which of "
            "them the answer rests on has to be tried.",
        },
        right="no: the answer need not rest on where it is high",
    ),
)
