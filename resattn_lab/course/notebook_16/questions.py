"""Recall of gates, masks and queries, and the closing questions of notebook 16."""

from ..question import Question

RECALL = (
    Question(
        text="A soft mask M belongs to a trunk T of 32 channels and 16×16 locations. It has …",
        choices={
            "one weight for each location": "Each channel has a mask of its own.",
            "one weight for each channel and location": "As many weights as T has values, each "
            "between 0 and 1.",
            "weights that sum to 1": "That is what a softmax gives. A mask comes from a "
            "sigmoid: each weight stands for itself.",
        },
        right="one weight for each channel and location",
    ),
    Question(
        text="In soft attention, the score of a location is …",
        choices={
            "the product of a query with the location's key": "The softmax of all scores gives "
            "the weights.",
            "the value of the location": "Values are what the weights add up.",
            "its distance to the object": "Nobody tells attention where the object is.",
        },
        right="the product of a query with the location's key",
    ),
    Question(
        text="A network is tested with its masks replaced by their own means, and its accuracy "
        "stays. Then …",
        choices={
            "the masks had no values": "They had; but it did not matter where they were high.",
            "it did not depend on where the masks were high": "What a network can do without, "
            "it does not rest on, however good it looks.",
            "the masks did not point at the object": "They may well have. It was of no use.",
        },
        right="it did not depend on where the masks were high",
    ),
)

QUESTIONS = (
    Question(
        text="What can SE not do, whatever it has learned?",
        choices={
            "shut a channel": "A sigmoid near 0 does it, for the whole image.",
            "treat one location otherwise than its neighbour": "One weight a channel, the same "
            "at all locations: the squeeze has forgotten where anything was.",
            "give two images different weights": "The mean of the channels differs from image "
            "to image, and with it the weights.",
        },
        right="treat one location otherwise than its neighbour",
    ),
    Question(
        text="The feature map gets twice as high and twice as wide. What grows sixteenfold?",
        choices={
            "the weights of a soft mask": "They grow with the locations: fourfold.",
            "the weights of self-attention": "Four times the locations, squared.",
            "the parameters of SE": "They depend on the channels alone.",
        },
        right="the weights of self-attention",
    ),
    Question(
        text="The locations of a map are shuffled. The output of self-attention without "
        "positions …",
        choices={
            "is the same, shuffled in the same way": "Only contents are compared, wherever "
            "they stand. A transformer has to be told positions.",
            "is noise": "Every location still finds the same partners, at their new places.",
            "does not change at all": "What a location gets, it gets at its new place.",
        },
        right="is the same, shuffled in the same way",
    ),
    Question(
        text="Every location gets the same row of weights, the mean of all rows, and accuracy "
        "stays. With all locations asked alike it falls. What did self-attention do?",
        choices={
            "nothing": "Then nothing could be lost, with all locations asked alike either.",
            "it chose locations, the same ones for all who ask": "A weight for each location "
            "would have done; pairs were not used.",
            "it compared pairs of locations": "It could have. The mean row has no pairs left.",
        },
        right="it chose locations, the same ones for all who ask",
    ),
    Question(
        text="A map of attention peaks on the object in 40 % of the scenes; chance is 8 %. "
        "What do you ask first?",
        choices={
            "how often the map of an untrained network does": "An untrained map reached as "
            "much here, and the centre of the picture a third.",
            "which seed is the best": "That would choose the answer after seeing it.",
            "nothing, that is five times chance": "Chance knows nothing; an object stands out "
            "even to a network that has learned nothing.",
        },
        right="how often the map of an untrained network does",
    ),
)
