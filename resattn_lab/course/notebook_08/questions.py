"""The questions of notebook 08, training: three on the data, five on this one."""

from ..question import Question

RECALL = (
    Question(
        text="The paper's augmentation of a CIFAR image is …",
        choices={
            "a random rotation and a change of colour": "Those are not in Sec. 4.1; colour "
            "changes belong to the ImageNet recipe.",
            "pad by 4, cut out 32×32 at random, mirror half of them": "At test time the "
            "original image is used as it is.",
            "pad by 4 and resize to 32×32": "Nothing is resized: the crop has the "
            "image's own size.",
        },
        right="pad by 4, cut out 32×32 at random, mirror half of them",
    ),
    Question(
        text="From which images is the mean taken that the network subtracts?",
        choices={
            "the training part alone": "Validation and test images must not have a say in "
            "anything that the network uses.",
            "all images, so that it is exact": "Exact, but leaked: images that judge would "
            "have helped to make what they judge.",
            "each image's own": "Then brightness itself would be lost; Sec. 4.1 means one "
            "mean image for all.",
        },
        right="the training part alone",
    ),
    Question(
        text="The true masks of the planted scenes are used …",
        choices={
            "in the loss": "Never: the network sees images and class labels only.",
            "to choose the augmentation": "It is chosen by nobody here: it is the paper's.",
            "to measure and to test; no network learns from them": "That is why a mask that "
            "finds the object is a finding.",
        },
        right="to measure and to test; no network learns from them",
    ),
)

QUESTIONS = (
    Question(
        text="A network for ten classes begins with a loss of 9. What is likely?",
        choices={
            "it is a hard data set": "Before the first step the data hardly matter: a network "
            "that knows nothing should lose about ln 10.",
            "it is very sure, and wrong": "Its start is off, in its initialisation or "
            "its inputs. Guessing evenly costs only ln 10.",
            "the learning rate is too high": "No step has been taken yet.",
        },
        right="it is very sure, and wrong",
    ),
    Question(
        text="The loss of a training leaps to a million and is soon no number any more. You …",
        choices={
            "train longer": "Each of its steps leads further away; more of them do not help.",
            "lower the learning rate": "Its steps jump across the steepest directions of the "
            "loss. With a lower rate they end closer to the bottom each time.",
            "raise the learning rate": "That makes the jumps longer still.",
        },
        right="lower the learning rate",
    ),
    Question(
        text="Three trainings name one scene in five when their masks of stage 2 point at the "
        "object in two of five. What has been shown?",
        choices={
            "that networks find an object before they name it": "All networks, all modules? "
            "It was seen in three trainings, and for the best channel of one module.",
            "that finding the object is what makes naming possible": "One curve that rises "
            "first is not the cause of another. For that one has to interfere.",
            "that in these three the masks of stage 2 were ahead": "Just what was measured, "
            "beside a spot in the middle that finds three in ten.",
        },
        right="that in these three the masks of stage 2 were ahead",
    ),
    Question(
        text="Recipe A beats recipe B by 2 points, one seed each. You …",
        choices={
            "take A": "Not before you know how far two seeds of the same recipe lie apart.",
            "run more seeds of both": "A difference counts against the spread of "
            "repeated runs.",
            "take B, out of caution": "Caution is right; but more runs decide, not a habit.",
        },
        right="run more seeds of both",
    ),
    Question(
        text="Someone reports the best of 300 epochs, judged on the test set after each. "
        "The figure is …",
        choices={
            "too high, even if nothing was learned": "The luckiest of many looks is "
            "reported, and luck does not repeat on new images.",
            "right, the test set was not trained on": "It chose the epoch; that is learning "
            "from it, too.",
            "too low, as most epochs are worse": "The worse epochs are not reported.",
        },
        right="too high, even if nothing was learned",
    ),
)
