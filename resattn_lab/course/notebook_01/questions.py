"""Recall of notebook 00, and the closing questions of notebook 01."""

from ..question import Question

RECALL = (
    Question(
        text="What does an Attention Module put out, with trunk T and mask M?",
        choices={
            "M·T": "That is the naive product of Eq. 1; Eq. 3 adds a 1.",
            "(1 + M)·T": "Eq. 3: where the mask is 0, the trunk is passed on as it is.",
            "1 + M·T": "The brackets matter: this would add 1 to every response.",
        },
        right="(1 + M)·T",
    ),
    Question(
        text="How many values has the mask of one Attention Module, on one image?",
        choices={
            "as many as its trunk's output": "One for each channel and each location.",
            "one for each location": "That would be one map for all channels; each channel "
            "here has its own.",
            "one for the image": "One value could not tell locations apart.",
        },
        right="as many as its trunk's output",
    ),
    Question(
        text="In the pointing game, a mask scores on an image when …",
        choices={
            "its highest value lies on the object": "A location drawn at random "
            "scores as often as the object is large.",
            "its mean is higher on the object": "That is another measure; here only the peak "
            "counts.",
            "it covers the whole object": "It may cover little: only the peak counts.",
        },
        right="its highest value lies on the object",
    ),
)

QUESTIONS = (
    Question(
        text="Soft attention over K locations gives a context vector as long as …",
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
            "averages over all locations": "That is a high temperature: all weights alike.",
            "becomes the choice of the best location": "The softmax approaches 1 at the best "
            "score and 0 elsewhere.",
            "becomes a choice at random": "That is a drawn location at a high temperature.",
        },
        right="becomes the choice of the best location",
    ),
    Question(
        text="In attention, what is compared with the query, and what is added up?",
        choices={
            "keys are compared, values are added up": "In our network both are the state; a "
            "transformer computes them from it with two matrices.",
            "values are compared, keys are added up": "The other way round: a key says what "
            "can be found at a location, a value what is passed on from there.",
            "queries are compared with each other": "A query is compared with the keys of all "
            "locations.",
        },
        right="keys are compared, values are added up",
    ),
    Question(
        text="A single state of the last layer names the shape in 99 % of the scenes. So …",
        choices={
            "its 4×4 pixels are enough": "Put into another scene, they leave the state naming "
            "that scene's shape: the layers before carry the surroundings into it.",
            "the location does not matter": "It does: a location drawn at random names the "
            "shape in half of the scenes.",
            "the state has seen far more than its location": "That is why hard attention "
            "on these states saves nothing and hides little.",
        },
        right="the state has seen far more than its location",
    ),
    Question(
        text="A mask of Residual Attention (Eq. 4), summed over one channel's locations, is …",
        choices={
            "1": "That is a softmax: locations compete. A sigmoid looks at one value alone.",
            "anything between 0 and the number of locations": "Many locations may be open at "
            "once, or none.",
            "the number of channels": "Channels have masks of their own, and no sum is fixed.",
        },
        right="anything between 0 and the number of locations",
    ),
)
