"""Recall of notebook 00, and the closing questions of notebook 01."""

from ..question import Question

RECALL = (
    Question(
        text="What does an Attention Module put out, with trunk T and mask M?",
        choices={
            "M·T": "That is the naive product of Eq. 1; Eq. 3 adds a 1.",
            "(1 + M)·T": "Eq. 3: a shut mask leaves the trunk as it is.",
            "1 + M·T": "The brackets matter: this would add 1 to every response.",
        },
        right="(1 + M)·T",
    ),
    Question(
        text="How many values has the mask of one Attention Module, on one image?",
        choices={
            "as many as its trunk's output": "One for each channel and each place.",
            "one for each place": "That would be one map for all channels; here each channel "
            "has its own.",
            "one for the image": "One value could not tell places apart.",
        },
        right="as many as its trunk's output",
    ),
    Question(
        text="In the pointing game, a mask scores on an image when …",
        choices={
            "its highest value lies on the object": "A mask that knows nothing scores as "
            "often as the object is large.",
            "its mean is higher on the object": "That is another measure; here only the peak "
            "counts.",
            "it covers the whole object": "It may cover little: only the peak counts.",
        },
        right="its highest value lies on the object",
    ),
)

QUESTIONS = (
    Question(
        text="Soft attention over K places gives a context vector as long as …",
        choices={
            "one state": "The weighted sum of states is a state's length, whatever K is.",
            "K states in a row": "Nothing is put in a row: the states are added up.",
            "K": "K is the number of weights; what they weigh are states.",
        },
        right="one state",
    ),
    Question(
        text="The temperature goes to 0. Soft attention then …",
        choices={
            "averages over all places": "That is a high temperature: all weights alike.",
            "becomes the choice of the best place": "The softmax approaches 1 at the best "
            "score and 0 elsewhere.",
            "becomes a choice at random": "Random is what a sample is at a high temperature.",
        },
        right="becomes the choice of the best place",
    ),
    Question(
        text="What does a baseline change in REINFORCE?",
        choices={
            "the mean of the gradient": "Its mean stays: the gradient of log p has mean 0.",
            "the spread of the gradient": "The mean stays exact, and single estimates lie "
            "closer to it.",
            "what is learned in the end": "With enough samples both learn the same; one needs "
            "fewer.",
        },
        right="the spread of the gradient",
    ),
    Question(
        text="With a squared loss, the straight-through estimator has as its mean …",
        choices={
            "the gradient of the expected loss": "That is what REINFORCE has; here the spread "
            "of the chosen states is left out.",
            "the gradient of soft attention's loss": "No error on average, but for "
            "another loss, that of the averaged state.",
            "zero": "It learns well, so it cannot be zero.",
        },
        right="the gradient of soft attention's loss",
    ),
    Question(
        text="A mask of Residual Attention (Eq. 4), summed over one channel's places, is …",
        choices={
            "1": "That is a softmax: its places compete. A sigmoid looks at one value alone.",
            "anything between 0 and the number of places": "Many places may be open at "
            "once, or none.",
            "the number of channels": "Channels have masks of their own, and no sum is fixed.",
        },
        right="anything between 0 and the number of places",
    ),
)
