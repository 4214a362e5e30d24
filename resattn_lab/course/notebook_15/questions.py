"""Recall of notebook 01, and the closing questions of notebook 15."""

from ..question import Question

RECALL = (
    Question(
        text="Hard attention is the weighted sum of all states, with …",
        choices={
            "a weight of 1 at the drawn location and 0 elsewhere": "So soft and hard attention "
            "are one sum, and differ in their weights.",
            "the same weight everywhere": "That is plain averaging: soft attention, very hot.",
            "weights from a sigmoid": "That is the mask of Residual Attention; it draws "
            "nothing.",
        },
        right="a weight of 1 at the drawn location and 0 elsewhere",
    ),
    Question(
        text="All scores are multiplied by ten, the temperature stays. The weights …",
        choices={
            "stay the same": "Only if the temperature grew ten times, too.",
            "gather on fewer locations": "It is as if the temperature were a tenth.",
            "spread over more locations": "That is what a higher temperature does.",
        },
        right="gather on fewer locations",
    ),
    Question(
        text="A location is drawn, with the softmax of the scores as probabilities. Then …",
        choices={
            "the best location is always taken": "Often, not always: others are drawn as often "
            "as their weights say.",
            "every location is drawn equally often": "Only where all weights are alike.",
            "a location with weight 1/4 is drawn in a quarter of the draws": "That is what the "
            "weights mean in hard attention.",
        },
        right="a location with weight 1/4 is drawn in a quarter of the draws",
    ),
)

QUESTIONS = (
    Question(
        text="The query is moved a very little, and the loss of the location with the highest "
        "score …",
        choices={
            "changes a very little": "Nearly always the same location keeps the highest score, "
            "and its loss stays as it was.",
            "stays the same, nearly always": "So its derivative is 0 or does not exist. The "
            "expected loss does have one.",
            "falls": "Nothing says in which direction the query was moved.",
        },
        right="stays the same, nearly always",
    ),
    Question(
        text="What does REINFORCE need to know of a loss?",
        choices={
            "its derivative": "That is what straight-through needs.",
            "its value at the drawn location": "So the loss may be a game that was won, or a "
            "person's answer.",
            "its value at all locations": "With these one could compute the exact gradient.",
        },
        right="its value at the drawn location",
    ),
    Question(
        text="What does a baseline change in REINFORCE?",
        choices={
            "the mean of the estimates": "Their mean stays: the gradient of ln p has mean 0.",
            "how far the estimates lie apart": "Their mean stays exact, and single ones lie "
            "closer to it.",
            "the loss that is descended": "It is the expected loss, with any baseline.",
        },
        right="how far the estimates lie apart",
    ),
    Question(
        text="With a squared loss, the mean of straight-through's estimates is …",
        choices={
            "the gradient of the expected loss": "That is what REINFORCE has; here the spread "
            "of the states is left out.",
            "the gradient of the average's loss": "It is exact, but for another loss.",
            "zero": "It learns steadily, so it cannot be zero.",
        },
        right="the gradient of the average's loss",
    ),
    Question(
        text="For which loss has straight-through no bias?",
        choices={
            "for one that is linear in the context vector": "Then the mean of the losses is "
            "the loss of the mean, and no spread is left out.",
            "for a squared one": "There the spread of the states is left out.",
            "for any, with enough draws": "More draws narrow the scatter of estimates. Their "
            "mean stays where it is.",
        },
        right="for one that is linear in the context vector",
    ),
)
