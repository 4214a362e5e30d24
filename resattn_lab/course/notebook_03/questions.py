"""What notebook 03 asks at its start about notebook 02, and at its end about itself."""

from ..question import Question

RECALL = (
    Question(
        text="All weights of a pre-activation residual unit are zero. What does it put out?",
        choices={
            "zeros": "That would be a plain stack of layers. The shortcut adds the input.",
            "its input, unchanged": "Nothing is added to the shortcut, and nothing "
            "touches it. A new unit may begin by doing nothing.",
            "its input after a ReLU": "That is the older, post-activation unit: there a ReLU "
            "stands behind the sum.",
        },
        right="its input, unchanged",
    ),
    Question(
        text="When has a residual unit a 1×1 projection on its shortcut?",
        choices={
            "only where it changes the shape": "Other channels or a stride. Everywhere "
            "else the shortcut is the identity, and must stay so.",
            "always": "A projection everywhere is a public fault: no identity is left, and "
            "Attention-56 for ImageNet has 56 % more parameters.",
            "never": "Then 64 channels could not be added to 256.",
        },
        right="only where it changes the shape",
    ),
    Question(
        text="In the released network, what does that projection read?",
        choices={
            "the unit's raw input": "Many implementations do that. The released network reads "
            "the input after batch norm and ReLU.",
            "what the 3×3 convolution puts out": "That is inside the other path; the "
            "projection starts beside it.",
            "the normalised and activated input": "The first batch norm and ReLU stand "
            "before the two paths part.",
        },
        right="the normalised and activated input",
    ),
)

QUESTIONS = (
    Question(
        text="One more pooling in the mask branch makes its receptive field …",
        choices={
            "two locations wider": "That is one more 3×3 convolution at full resolution.",
            "two to three times as wide": "Every step below the pooling counts double: 13, "
            "39, 83 and 171 positions from the middle.",
            "half as wide": "The map gets smaller, but each of its locations stands for more.",
        },
        right="two to three times as wide",
    ),
    Question(
        text="A mask branch with three poolings costs 2.85 residual units. Most of that is …",
        choices={
            "in the units of its levels": "All eight together cost less than one unit: at half "
            "the side a unit costs a quarter.",
            "in the two 1×1 convolutions": "They work at full resolution, and on all channels: "
            "1.88 units.",
            "in the interpolations": "They have no weights, and little to compute.",
        },
        right="in the two 1×1 convolutions",
    ),
    Question(
        text="A branch's skips are shifted to the right, and its mask now peaks to the right "
        "of the object. What does this show?",
        choices={
            "this mask takes its locations from the skips": "Only the locations were changed, "
            "and the mask followed them.",
            "no mask works without skips": "This network was trained with them. Another could "
            "have learned to do without.",
            "the lowest level is of no use": "It was left alone. The shift says nothing on "
            "what it contributes.",
        },
        right="this mask takes its locations from the skips",
    ),
    Question(
        text="A mask branch can be differentiated with respect to every pixel. Does each pixel "
        "matter for it?",
        choices={
            "yes, equally": "The gradient is far larger near the location than far away.",
            "each can matter, most matter little": "The receptive field says what can be "
            "seen; most of the gradient's energy lies in a small part of it.",
            "no, only the centre does": "That is nearly true of the trunk, whose shortcut "
            "carries most of the gradient. The mask looks further.",
        },
        right="each can matter, most matter little",
    ),
    Question(
        text="All of a branch's poolings put out the same size. What is wrong?",
        choices={
            "every level pools the module's input": "Shapes fit and it trains, but no "
            "level sees below half resolution.",
            "the interpolation has a fixed size": "That shows on the way up, with an image of "
            "another size.",
            "nothing": "Each pooling must halve what the level above put out.",
        },
        right="every level pools the module's input",
    ),
)
