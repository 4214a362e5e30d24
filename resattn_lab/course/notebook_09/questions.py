"""The questions of notebook 09, looking at masks: three on training, five on this one."""

from ..question import Question

RECALL = (
    Question(
        text="In the recorded training of notebook 08, the masks of stage2.0 peaked on the "
        "object …",
        choices={
            "before the network told the shapes apart": "Where came before what. In one "
            "training, with one seed.",
            "as soon as the network told them apart": "After a third of the steps the peaks "
            "had come clearly further on their way than the accuracy.",
            "never": "They did, early. It was the peaks of stage3.0 that ended below chance.",
        },
        right="before the network told the shapes apart",
    ),
    Question(
        text="What do batch norms use in evaluation mode?",
        choices={
            "the mean and variance of the batch": "That is training mode. Then the result for "
            "an image would depend on its neighbours.",
            "the statistics they gathered in training": "A network whose batch norms have "
            "gathered none divides by guesses; remember that today.",
            "nothing: they are switched off": "They still normalise, with other numbers.",
        },
        right="the statistics they gathered in training",
    ),
    Question(
        text="You choose the best of 32 mask channels by looking at the test scenes. The "
        "figure you report is …",
        choices={
            "too high": "It is the best of many looks, like the best of 300 epochs.",
            "right, for channels are not trained again": "Choosing is learning, too, even "
            "where no weight changes.",
            "too low": "Luck pushes the best of many up, never down.",
        },
        right="too high",
    ),
)

QUESTIONS = (
    Question(
        text="A network's masks reach from 0.00 to 1.00. What follows?",
        choices={
            "it has learned to choose": "A network that was never trained has such masks: its "
            "scores are large, and a sigmoid of them is 0 or 1.",
            "its scores are large somewhere": "That, and nothing else.",
            "its batch norms have settled": "They were settled in two of three networks here, "
            "and all three had such masks.",
        },
        right="its scores are large somewhere",
    ),
    Question(
        text="On a local colour scale a mask shows the object brightly. You first ask …",
        choices={
            "from which value to which it goes": "On a local scale 0.49 and 0.51 are as "
            "far apart in colour as 0 and 1.",
            "which colour map was used": "That helps the eye. The range decides whether there "
            "is anything to see.",
            "nothing: the object is there": "A network that knows nothing gives such "
            "pictures as well; compare first.",
        },
        right="from which value to which it goes",
    ),
    Question(
        text="Half of a mask's variance is the same for every image. That half is …",
        choices={
            "attention to what all images share": "It does not look at any image: a constant "
            "of the network would do the same.",
            "noise": "It is fixed and was learned; the network may rely on it.",
            "a bias": "A fixed factor for channels and places.",
        },
        right="a bias",
    ),
    Question(
        text="stage3.0's mask changes much from image to image, and with one mask for all "
        "images the accuracy hardly falls. So …",
        choices={
            "the measurement must be wrong": "Nothing contradicts itself here: how much "
            "something varies is one question, whether it is needed another.",
            "its change with the image is hardly needed": "By this network, on these "
            "scenes, with the other modules as they are.",
            "the mask does nothing": "Without any mask in that module the accuracy falls far: "
            "its fixed part is needed.",
        },
        right="its change with the image is hardly needed",
    ),
    Question(
        text="A small grey square on the object makes the network wrong; one in the object's "
        "own colour does not. The grey square worked by …",
        choices={
            "what it hid": "The other square hid the same pixels.",
            "what it drew": "A hole with edges, as in no training scene.",
            "chance": "It was so in most of 24 scenes.",
        },
        right="what it drew",
    ),
)
