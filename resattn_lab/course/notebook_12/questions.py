"""The questions of notebook 12: three on whether masks find the object, five on this one."""

from ..question import Question

RECALL = (
    Question(
        text="A mask is made a map of yes and no by a threshold. The threshold is chosen on …",
        choices={
            "the test scenes, where it matters": "Then the test scenes have helped to make "
            "what they judge, and the figure is too good.",
            "training scenes, before the test scenes are looked at": "It is a choice like "
            "any other, and choices are made elsewhere than they are judged.",
            "every scene for itself": "That needs each scene's true mask: it would be an upper "
            "bound, not a result.",
        },
        right="training scenes, before the test scenes are looked at",
    ),
    Question(
        text="A mask peaks on the object in half of the scenes. Is that much?",
        choices={
            "it depends on chance and on an untrained network": "A mask that knows "
            "nothing hits as often as the object is large, or stands in the middle.",
            "yes: half is far from nothing": "A large object in the middle is hit that often "
            "by a mask that always peaks in the middle.",
            "no: it should be all of them": "Nobody promised that. The question is what it is "
            "more than.",
        },
        right="it depends on chance and on an untrained network",
    ),
    Question(
        text="We delete pixels in the order of a mask, and the network's certainty falls fast. "
        "This shows …",
        choices={
            "that the mask explains the decision": "A mask is a part of the computation. That "
            "where it is high matters does not say what the network concluded from it, or why.",
            "that the pixels it marks matter most to this network": "Most of all? Delete some "
            "in a random order, too: its certainty may fall as fast.",
            "nothing yet: a random order is missing": "In notebook 11 a random order did as "
            "well as Grad-CAM. A curve by itself has nothing to be compared with.",
        },
        right="nothing yet: a random order is missing",
    ),
)

QUESTIONS = (
    Question(
        text="Two networks differ in one part, and in the number of parameters. One errs less. "
        "What did the part do?",
        choices={
            "it helped": "Perhaps; or the larger number of parameters did.",
            "that cannot be told": "Two things were changed, and one number came out.",
            "nothing": "That does not follow either.",
        },
        right="that cannot be told",
    ),
    Question(
        text="The paper's two masks of Table 4 cost the same FLOPs. What else could differ?",
        choices={
            "nothing: the comparison is fair": "Fair in one respect. Ours differ by 15 % in "
            "parameters.",
            "the number of parameters, and what a mask can see": "The second is what the "
            "table is about; the first comes along.",
            "the data": "Both are trained on CIFAR-10.",
        },
        right="the number of parameters, and what a mask can see",
    ),
    Question(
        text="Two equal networks, three pairs of seeds, and a rule of two standard errors: how "
        "often is the gap called clear?",
        choices={
            "never: they are equal": "Their seeds are not: draws of luck never agree.",
            "in about 5 % of cases": "With many pairs, yes. With three the spread itself is "
            "guessed from three numbers, and often guessed too small.",
            "in about 18 % of cases": "More than three times what two standard errors "
            "suggest. The t interval takes 4.3 for that reason.",
        },
        right="in about 18 % of cases",
    ),
    Question(
        text='Our verdict on a claim is "not testable at this size". The claim is …',
        choices={
            "wrong": "Nothing was found against it.",
            "neither shown nor shaken here": "Its gap would be lost in the spread of our "
            "seeds, or the networks learned too little.",
            "right, but small": "Small against our spread; right or wrong, we cannot see it.",
        },
        right="neither shown nor shaken here",
    ),
    Question(
        text="A laboratory judges 40 claims by 95 % intervals, and nothing differs in any of "
        "them. How many come out repeated?",
        choices={
            "none: nothing differs": "Luck puts one interval in twenty beside the truth.",
            "about one, and new seeds would tell which": "One in forty lies wholly above "
            "the truth, and new seeds do not know which claims looked good.",
            "about two": "Two intervals miss 0, but one of them on the other side: that one is "
            "not repeated.",
        },
        right="about one, and new seeds would tell which",
    ),
)
