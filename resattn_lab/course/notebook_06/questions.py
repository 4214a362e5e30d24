"""What notebook 06 asks: three questions on notebook 05, five on itself."""

from ..question import Question

RECALL = (
    Question(
        text="Six modules in a row, nothing normalised between them, masks around a half. With "
        "M·T the response …",
        choices={
            "shrinks with every module": "Each product takes a part of it away, and the "
            "parts multiply.",
            "stays as it is": "That is near what (1 + M)·T does when the mask is closed.",
            "grows with every module": "That would take a factor above 1; a sigmoid stays "
            "below it.",
        },
        right="shrinks with every module",
    ),
    Question(
        text="Fig. 4 divides the response of each stage by that of stage 1. In an untrained "
        "Attention-164 these ratios …",
        choices={
            "fall to 0.01 with M·T, as in the figure": "The figure shows trained networks.",
            "are near 1 with M·T and with (1 + M)·T alike": "Each unit normalises inside its "
            "branch, and adds about as much in every stage. The responses themselves are "
            "larger with the 1, as the shortcut goes around the norms.",
            "fall with both": "Each unit adds to the response, and what stage 1 itself has is "
            "divided out.",
        },
        right="are near 1 with M·T and with (1 + M)·T alike",
    ),
    Question(
        text="A mask is closed everywhere, M = 0. With attention residual learning the module "
        "passes on …",
        choices={
            "nothing": "That is M·T, naive attention learning.",
            "the trunk": "(1 + 0)·T = T. Without the 1 the trunk is erased.",
            "twice the trunk": "That is a mask of 1 everywhere.",
        },
        right="the trunk",
    ),
)

QUESTIONS = (
    Question(
        text="The number in Attention-92 counts …",
        choices={
            "the Attention Modules": "There are six of them.",
            "all convolutions": "The released network for 224×224 has 179, masks and all.",
            "the weighted layers outside of the masks": "Neither a mask's layers nor "
            "projections count.",
        },
        right="the weighted layers outside of the masks",
    ),
    Question(
        text="You double r in every mask of Attention-56. What stays the same?",
        choices={
            "the number in its name": "The mask is not counted in it.",
            "its parameters": "More units in the masks are more parameters.",
            "its multiply-accumulates": "The units cost these as well, if less at the lower "
            "resolutions.",
        },
        right="the number in its name",
    ),
    Question(
        text="In the network for 32×32 images the masks hold 43 % of the parameters and do "
        "29 % of the work. Why is the second share smaller?",
        choices={
            "their convolutions have fewer channels": "They have as many as the trunk's.",
            "their units work at a half of the resolution or less": "A weight costs one "
            "multiply-accumulate for each location, and there are fewer locations.",
            "a sigmoid costs nothing": "It is not counted, but neither is a ReLU.",
        },
        right="their units work at a half of the resolution or less",
    ),
    Question(
        text="Counting alone, what do we know about the encoder depths of the CIFAR networks?",
        choices={
            "they are 3, 2, 1: the count proves it": "It fits under one way of counting. Under "
            "another one, other depths fit.",
            "nothing at all": "Most of the combinations miss the printed counts whichever way "
            "one counts.",
            "with 100 classes and without running statistics, 3, 2, 1 alone agrees": "An "
            "inference, with its conditions. The paper does not print them.",
        },
        right="with 100 classes and without running statistics, 3, 2, 1 alone agrees",
    ),
    Question(
        text="Attention-452, as printed with (2, 4, 3), has 8.6 M parameters in the paper and "
        "10.2 M here. What follows?",
        choices={
            "our network is wrong": "It may be; but no choice of depths gives 8.6 M with these "
            "numbers.",
            "something about it is not published": "We say so instead of changing "
            "sizes until the count fits.",
            "the paper's accuracy is wrong": "A count says nothing about an accuracy.",
        },
        right="something about it is not published",
    ),
)
