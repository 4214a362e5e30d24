"""The questions of notebook 09, looking at masks: three on training, five on this one."""

from ..question import Question

RECALL = (
    Question(
        text="In the recorded training of one network the masks find objects before the "
        "network tells shapes apart. You want to write that this is how training goes. First "
        "you …",
        choices={
            "repeat the training with other seeds": "One training is one case. Notebook 08 "
            "draws several seeds as a band for this reason.",
            "measure it on more scenes": "That makes this one training's curve smoother. It is "
            "still one training.",
            "choose the module that shows it best": "Among several modules one will show "
            "nearly anything.",
        },
        right="repeat the training with other seeds",
    ),
    Question(
        text="What do batch norms use in evaluation mode?",
        choices={
            "the mean and variance of the batch": "That is training mode. Then the result for "
            "an image would depend on its neighbours.",
            "the statistics they gathered in training": "And if they have gathered none? "
            "Remember the question today.",
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
        text="Somebody builds a network, calls eval(), and finds that nearly all of its mask "
        "values lie near 0 or 1. You first ask …",
        choices={
            "have its batch norms seen any image?": "Without statistics they pass on numbers "
            "that grow from layer to layer, and a sigmoid of a large number is 0 or 1.",
            "which optimiser trained it?": "Nobody has trained it.",
            "is the sigmoid too steep?": "The sigmoid is the same in all our networks. What "
            "goes into it differs.",
        },
        right="have its batch norms seen any image?",
    ),
    Question(
        text="A mask lights the object in a scene. What would show that training has done it?",
        choices={
            "the same channel on many scenes, beside an untrained twin's best": "The twin gets "
            "the same choice of channels, and one lucky scene counts little.",
            "a scale that makes the mask look brighter": "A brighter picture holds no more "
            "than a pale one.",
            "a second mask that lights the object, too": "Of many channels some do so in any "
            "network, trained or not.",
        },
        right="the same channel on many scenes, beside an untrained twin's best",
    ),
    Question(
        text="Half of a mask's variance is the same for every image. That half is …",
        choices={
            "attention to what all images share": "It does not look at any image: a constant "
            "of the network would do the same.",
            "noise": "It is fixed and was learned; the network may rely on it.",
            "a bias": "A fixed factor for channels and locations.",
        },
        right="a bias",
    ),
    Question(
        text="With one mask for all scenes in three modules the accuracy falls, and much of it "
        "comes back when the batch norms gather their statistics anew. So …",
        choices={
            "much of the fall was shifted numbers": "Nothing was learned and no mask changed. "
            "What does not come back may need the mask.",
            "the network has learned to do without": "No weight has changed, and no label was "
            "used.",
            "the masks were useless": "Not all of it comes back.",
        },
        right="much of the fall was shifted numbers",
    ),
    Question(
        text="A large square in the object's own colour lies on the object. The network calls "
        "nearly every such scene a square. What does this show about occluders?",
        choices={
            "they add something to see": "The network sees what was painted. A map made with "
            "such squares shows that as well.",
            "they only take something away": "Then the scenes would be taken for many things, "
            "and not nearly all for squares.",
            "they work only in grey": "Grey paints, too: a hole in the object.",
        },
        right="they add something to see",
    ),
)
