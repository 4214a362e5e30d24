"""The questions of notebook 07, data: three on the networks, five on this one."""

from ..question import Question

RECALL = (
    Question(
        text="In the CIFAR family, what does the 56 of Attention-56 count?",
        choices={
            "all convolutions": "There are more: those of the mask branches are not in it.",
            "the weighted layers outside of the masks: 36·m + 20 with m = 1": "m is the number "
            "of Attention Modules in a stage; the masks' layers do not count.",
            "the Attention Modules": "It has three, one a stage: m = 1.",
        },
        right="the weighted layers outside of the masks: 36·m + 20 with m = 1",
    ),
    Question(
        text="From one stage of a network to the next …",
        choices={
            "resolution halves and channels double": "56, 28, 14 pixels a side with "
            "256, 512, 1024 channels in the network for 224×224.",
            "resolution and channels both halve": "Channels grow: what is lost in locations is "
            "won in kinds of features.",
            "only the number of modules changes": "Without the strides the last stage would "
            "work at the first one's size: 48.9 instead of 6.3 G multiply-accumulates.",
        },
        right="resolution halves and channels double",
    ),
    Question(
        text="Attention-56 for 224×224, as released, has 31,810,728 parameters. For CIFAR, "
        "which of these does the paper not print?",
        choices={
            "the number of modules m": "It follows from the name: 36·m + 20.",
            "p, t and r": "They are printed: 1, 2, 1, and 2, 4, 3 for Attention-452.",
            "the widths, and how deep the masks pool": "They were inferred: the counts "
            "fit those the paper gives, except for Attention-452.",
        },
        right="the widths, and how deep the masks pool",
    ),
)

QUESTIONS = (
    Question(
        text="Where is the mean subtracted in this package?",
        choices={
            "when the file is read": "Files become uint8, which has no negative numbers.",
            "inside the network": "Whoever runs the network gives it images in [0, 1], "
            "and cannot forget the mean.",
            "nowhere: batch norm does it": "The first batch norm comes after the first "
            "convolution, which would see the padding.",
        },
        right="inside the network",
    ),
    Question(
        text="Why does the crop pad with the mean image, and not with black?",
        choices={
            "black is slower": "Both are one addition.",
            "black does not occur in photographs": "It does. The point is what remains of it "
            "once the mean is gone.",
            "after the mean is taken away it is 0": "Then the border says nothing. "
            "Black would become a strong negative frame.",
        },
        right="after the mean is taken away it is 0",
    ),
    Question(
        text="Two methods are compared, each on 100 validation images of its own. What is "
        "wrong?",
        choices={
            "nothing, if both sets are equally large": "Equally large sets are equally "
            "uncertain: each score has a standard error of up to 5 points.",
            "by chance the worse one can look better": "Use more images, and the same ones for "
            "both: what both find easy then cancels.",
            "the two means differ": "A little; that moves no score by points.",
        },
        right="by chance the worse one can look better",
    ),
    Question(
        text="With a noise of 70 % and ten classes (Eq. 7), which label does an image of a "
        "star bear most often?",
        choices={
            "star": "30 %, against under 8 % for each other class. That is why there is "
            "still something to learn.",
            "any, all alike": "All alike would be 10 % each: noise of 90 %.",
            "not star": "Most of them are not star; but no single class is as frequent.",
        },
        right="star",
    ),
    Question(
        text="The standard error of a score on 400 images is 2.5 points. On 1,600 it is …",
        choices={
            "about 0.6 points": "That would be divided by 4, the growth of the set. The error "
            "goes with the root of it.",
            "1.25 points": "Four times the images, half of the error.",
            "2.5 points": "More images make a score surer, if slowly.",
        },
        right="1.25 points",
    ),
)
