"""What notebook 14 asks: three questions on notebook 13 first, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="You have written a test for a fault. What do you do before you trust it?",
        choices={
            "run it on the right module: it passes": "So does a test that cannot fail. "
            "It has to fail somewhere.",
            "run it on a module with the fault: it fails": "A test that has never failed "
            "has shown nothing; and on the right module it must pass, or it is a false "
            "alarm.",
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
            "zeroing the trunk: the mask must not change": "It does not change here: "
            "this test finds a trunk that was added inside the mask branch.",
            "the parameter count": "Shared weights are counted once, so some are missing.",
        },
        right="the parameter count",
    ),
)

QUESTIONS = (
    Question(
        text="A network that knows ten classes is shown a house, which is none of them. It "
        "answers airplane with 82 %. What does the 82 % say?",
        choices={
            "how sure we can be that it is an airplane": "The picture is none of the "
            "ten. Nothing in the network measures whether a picture belongs to what it "
            "has learned.",
            "how the network divides one whole among its ten classes": "The shares must "
            "add up to one, and there is no eleventh class that could take some.",
            "that the network is broken": "It does what it was trained for: it chooses "
            "one of ten.",
        },
        right="how the network divides one whole among its ten classes",
    ),
    Question(
        text="With 12 images a fine-tuned network is right in 70 %, one from scratch in "
        "22 %. Both were right on all their training images. What made the difference?",
        choices={
            "fine-tuning was trained for longer": "Both were trained until they had "
            "learned their images by heart.",
            "what the body had learned from other images": "Everything else was alike: "
            "network, images, and training to the end.",
            "fine-tuning has more parameters": "They are the same network.",
        },
        right="what the body had learned from other images",
    ),
    Question(
        text="39 of 40 test images of yours come out right. You report …",
        choices={
            "97.5 %": "True of these 40. Another 40 could give several points less; say "
            "how sure you are.",
            "97.5 %, 87 % to 99.6 %": "The share and the interval that 40 images allow.",
            "about 100 %": "One image was wrong, and there are more where it came from.",
        },
        right="97.5 %, 87 % to 99.6 %",
    ),
    Question(
        text="Two processes train on the two halves of each batch. Why must their batch "
        "norms talk to each other?",
        choices={
            "each half has its own mean and variance": "Normalised half by half, the "
            "gradients are those of another function, and their mean is not the whole "
            "batch's gradient.",
            "to save memory": "They send more, and nothing is saved.",
            "because gradients cannot be averaged otherwise": "They can; but they would "
            "be the gradients of something else.",
        },
        right="each half has its own mean and variance",
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
)
