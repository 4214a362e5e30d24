"""What notebook 10 asks: three questions on the notebook before, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="The mean of a mask's channels is nearly the same everywhere. What follows for "
        "the single channels?",
        choices={
            "nothing: a mean hides what single channels do": "One channel may stress the "
            "object and another one the ground, and their mean shows neither.",
            "they are level, too": "A mean can be level while its parts rise and fall against "
            "each other.",
            "the mask is closed": "Level says nothing about how high: a mask of 0.9 everywhere "
            "is level, and open.",
        },
        right="nothing: a mean hides what single channels do",
    ),
    Question(
        text="M lies between 0 and 1. What can the output (1 + M)·T of a module never do?",
        choices={
            "be larger than the trunk T": "1 + M is at least 1: the output is larger wherever "
            "the mask is open at all.",
            "erase what the trunk finds at a location": "1 + M lies between 1 and 2. The "
            "least that it can do is to leave the trunk as it is.",
            "change sign with the trunk": "The factor is positive, so the output has the "
            "sign of the trunk.",
        },
        right="erase what the trunk finds at a location",
    ),
    Question(
        text="You cover a corner of the image, and the mask changes far away from it. Why "
        "can it?",
        choices={
            "the trunk of the same module hands the change on": "The mask branch reads the "
            "same input as its trunk, not the trunk's output.",
            "the poolings of the mask branch let each location see far": "At the lowest "
            "resolution neighbours stand for distant parts of the image.",
            "the sigmoid spreads it": "A sigmoid treats every value by itself.",
        },
        right="the poolings of the mask branch let each location see far",
    ),
)

QUESTIONS = (
    Question(
        text="A kernel's weights add up to zero. What is its frequency response in the centre?",
        choices={
            "0: a constant image gives nothing": "In the centre the frequency is zero, "
            "and what gets through is the sum of the weights.",
            "1": "That is a kernel whose weights add up to one, such as the blur.",
            "its largest weight": "Every weight counts, with its sign.",
        },
        right="0: a constant image gives nothing",
    ),
    Question(
        text="Why is a kernel of the second stage not drawn in colour?",
        choices={
            "its weights are too small": "Any weights can be drawn; the scale is chosen for "
            "them.",
            "its input channels are feature maps, not red, green and blue": "So it is "
            "drawn one input channel at a time, blue for negative and red for positive.",
            "it has no slices": "It has one for every input channel, here 16 and more.",
        },
        right="its input channels are feature maps, not red, green and blue",
    ),
    Question(
        text="What did training do to the 3×3 slices of the networks that we measured?",
        choices={
            "it made edge detectors of most of them": "There are some, above all in the first "
            "layer. But the mean low share rose.",
            "it left their low share as it was": "Random weights have about a fifth; the "
            "trained ones have about a third.",
            "it made them smoother on average": "In trunk and mask alike, and early in "
            "the training.",
        },
        right="it made them smoother on average",
    ),
    Question(
        text="The nine patches that excite a channel most all show arrows. What do you compare "
        "them with before you call it an arrow detector?",
        choices={
            "the top nine of random directions in the same layer": "Where those are as "
            "pure, the picture tells about the layer, not about this channel.",
            "nine random images": "That is a weak opponent: any direction of a trained layer "
            "beats it.",
            "the top nine of the first layer": "That layer sees 3×3 pixels; an arrow has no "
            "room there.",
        },
        right="the top nine of random directions in the same layer",
    ),
    Question(
        text="A channel is silent on one image. Is it dead?",
        choices={
            "yes": "On another image it may well speak; most of these do.",
            "only if it is silent on all images that it meets": "And one can only test "
            "some: the count falls with every further image.",
            "only if its weights are zero": "The shift of its batch norm can silence it "
            "whatever its weights are.",
        },
        right="only if it is silent on all images that it meets",
    ),
)
