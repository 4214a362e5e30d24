"""What notebook 11 asks: three questions on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="What do the kernels of the first layer mostly answer to?",
        choices={
            "whole objects": "A 3×3 kernel on the image sees nine pixels.",
            "colours and edges": "Blurs for colour, differences for edges, as the data "
            "ask for.",
            "classes": "Classes are told apart by the last layer, from features of the whole "
            "image.",
        },
        right="colours and edges",
    ),
    Question(
        text="A kernel lets a constant image through and stops the finest pattern. It is …",
        choices={
            "low-pass": "A blur: the slow waves pass.",
            "high-pass": "That is the reverse: a constant image gives 0 there.",
            "a 1×1 convolution": "That mixes channels and treats all frequencies alike: it "
            "has no spatial shape.",
        },
        right="low-pass",
    ),
    Question(
        text="The nine top patches of a channel look alike. What does that prove?",
        choices={
            "the channel detects what they show": "A random direction among the channels "
            "has top patches that look as meaningful.",
            "little: the top of any direction looks alike": "Only a comparison, with "
            "random directions, says whether the channel is special.",
            "the channel is dead": "A dead channel answers to nothing.",
        },
        right="little: the top of any direction looks alike",
    ),
)

QUESTIONS = (
    Question(
        text="A map points at the object in nine scenes of ten. What else must be known?",
        choices={
            "nothing: that is good": "Compared with what? A disc in the centre points at it "
            "in every third scene.",
            "what chance, an untrained network and a map without a network score": "A "
            "measure says something in comparison only.",
            "the network's accuracy": "A perfect classifier can have useless masks, and the "
            "other way round.",
        },
        right="what chance, an untrained network and a map without a network score",
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
        text="With M = 0 in every place the network guesses; with each channel's mean in every "
        "place it hardly errs. What does the network need of this mask?",
        choices={
            "its places": "The mean has no places, and the predictions stay.",
            "its level": "The layers behind were trained with weights around that level; "
            "where it is high matters little.",
            "nothing": "Without it nearly all predictions change.",
        },
        right="its level",
    ),
    Question(
        text="In a deletion curve a good explanation …",
        choices={
            "falls early": "What the score rests on goes first.",
            "falls late": "Then it ranks what does not matter first.",
            "stays level": "At the end nothing is left of any image.",
        },
        right="falls early",
    ),
    Question(
        text="Is a soft mask an explanation of a prediction?",
        choices={
            "yes: it lies on the object": "So does a map of unusual colours, which knows no "
            "network.",
            "no: it says where something is, not what the prediction rests on": "The "
            "channel that fits best can be flattened and nothing changes. A mask is a part of "
            "the computation, to be tested like any other part.",
            "yes: the network computes with it": "It computes with all its features. What "
            "rests on which of them has to be tried out.",
        },
        right="no: it says where something is, not what the prediction rests on",
    ),
)
