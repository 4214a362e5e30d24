"""What notebook 14 asks: three questions on notebook 13 first, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="You have written a test for a fault. What do you do before you trust it?",
        choices={
            "run it on the right module: it passes": "So does a test that cannot fail. It has "
            "to fail somewhere.",
            "run it on a module with the fault: it fails": "A test that has never failed "
            "has shown nothing; and on the right module it must pass, or it is a false alarm.",
            "train for a while and look at the loss": "Most faults train without a word.",
        },
        right="run it on a module with the fault: it fails",
    ),
    Question(
        text="No value of a mask lies below 0.5. What is likely?",
        choices={
            "a ReLU stands directly before the sigmoid": "sigmoid(0) = 0.5, and the ReLU "
            "lets nothing below 0 through.",
            "the network is not trained yet": "Untrained masks lie around 0.5, on both sides.",
            "the 1 + has been added to the mask": "Then no value would lie below 1.",
        },
        right="a ReLU stands directly before the sigmoid",
    ),
    Question(
        text="One residual unit serves all levels of a mask branch. Which test finds it "
        "soonest?",
        choices={
            "the shapes of everything": "They are the right ones: the unit fits every level.",
            "zeroing the trunk: the mask must not change": "It does not change here: this test "
            "finds a trunk that was added inside the mask branch.",
            "the parameter count": "Shared weights are counted once, so some are missing.",
        },
        right="the parameter count",
    ),
)

QUESTIONS = (
    Question(
        text="39 of 40 test images of yours come out right. You report …",
        choices={
            "97.5 %": "True of these 40. Another 40 could give several points less; say how "
            "sure you are.",
            "97.5 %, 87 % to 99.6 %": "The share and the interval that 40 images allow.",
            "about 100 %": "One image was wrong, and there are more where it came from.",
        },
        right="97.5 %, 87 % to 99.6 %",
    ),
    Question(
        text="Two processes train on the two halves of each batch. Why must their batch norms "
        "talk to each other?",
        choices={
            "each half has its own mean and spread": "Normalised by halves, the network "
            "is another one than one process would train, even if the gradients are averaged.",
            "to save memory": "They send a little more; nothing is saved.",
            "because gradients cannot be averaged otherwise": "They can; but they would be the "
            "gradients of something else.",
        },
        right="each half has its own mean and spread",
    ),
    Question(
        text="An ONNX file was written without an error. What shows that it is your network?",
        choices={
            "that onnxruntime loads it": "It loads any valid graph, also one traced in "
            "training mode.",
            "its size": "The weights may be right and the graph wrong.",
            "its outputs, beside the network's, for other images": "Logits and masks, for "
            "images and a batch size that the export has not seen.",
        },
        right="its outputs, beside the network's, for other images",
    ),
    Question(
        text="Which of the four can give one place another weight than its neighbour, and yet "
        "has no weight for pairs of places?",
        choices={
            "SE": "It has one weight for a channel, the same at all places.",
            "the mask and CBAM": "The mask for every channel on its own, CBAM one for all "
            "channels.",
            "self-attention": "Its weights are for pairs: who asks, and who is asked.",
        },
        right="the mask and CBAM",
    ),
    Question(
        text="The image gets twice as high and twice as wide. What grows sixteenfold?",
        choices={
            "the weights of a soft mask": "They grow with the places: fourfold.",
            "the weights of self-attention": "Four times the places, squared.",
            "the parameters of SE": "They depend on the channels alone.",
        },
        right="the weights of self-attention",
    ),
)
