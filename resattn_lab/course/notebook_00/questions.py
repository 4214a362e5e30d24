"""The closing questions of notebook 00, start here."""

from ..question import Question

QUESTIONS = (
    Question(
        text="A soft mask of an Attention Module has …",
        choices={
            "one value for the image": "That could not tell locations apart. The mask is as "
            "large as the trunk's output.",
            "one value for each location": "Nearly: the paper's mask also has one for each "
            "channel. Look at the channel slider.",
            "one value for each channel and location": "It is as large as T, so that "
            "M·T can be taken value by value.",
        },
        right="one value for each channel and location",
    ),
    Question(
        text="Where the mask is 0, an Attention Module with Eq. 3 puts out …",
        choices={
            "0": "That is Eq. 1, M·T. The 1 + is there to prevent it.",
            "T": "(1 + 0)·T. The module can only amplify.",
            "2·T": "That is for M = 1.",
        },
        right="T",
    ),
    Question(
        text="The object covers 8 % of a scene. A location drawn at random lies on it in …",
        choices={
            "about 8 % of scenes": "That is chance, the weakest comparison. A spot in the "
            "middle knows nothing of the picture either, and hits three times in ten.",
            "about 50 % of scenes": "There are two outcomes, but they are not equally likely: "
            "most locations are background.",
            "no scene": "Now and then a random location is on the object.",
        },
        right="about 8 % of scenes",
    ),
    Question(
        text="The network in this notebook was trained with …",
        choices={
            "images and true masks": "It never saw a true mask: they serve to measure only.",
            "images and class labels": "That masks find objects at all is a by-product "
            "of telling classes apart.",
            "photographs": "It has seen planted scenes only; photographs are new to it.",
        },
        right="images and class labels",
    ),
    Question(
        text="In the best channel's share of hits, why is the channel chosen on other scenes?",
        choices={
            "because it is faster": "It takes longer: more scenes have to run.",
            "because the best of many looks good by luck": "Of many channels one does "
            "well on any set of scenes. On new scenes luck does not repeat.",
            "because channels differ between images": "A channel is the same filter on every "
            "image; only its values differ.",
        },
        right="because the best of many looks good by luck",
    ),
)
