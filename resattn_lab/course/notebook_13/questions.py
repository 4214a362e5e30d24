"""What notebook 13 asks: three questions on notebook 12 first, five at the end."""

from ..question import Question

RECALL = (
    Question(
        text="An ablation is to show what the 1 + of (1 + M)·T is worth. What changes between "
        "its two networks?",
        choices={
            "the 1 +, and the recipe that suits each network best": "Then two things differ, "
            "and nobody can say which of them made the difference.",
            "the 1 +, and nothing else": "The same sizes, data and recipe, Eq. 3 against "
            "Eq. 1. What then differs by more than the seeds do, the 1 + has done.",
            "the 1 +, and more modules to make up for it": "More modules cost more and see "
            "more; the comparison would be about that.",
        },
        right="the 1 +, and nothing else",
    ),
    Question(
        text="Table 4 compares the mask branch with local convolutions of the same "
        "multiply-accumulates. Why the same?",
        choices={
            "so that more work is not taken for a better idea": "A branch that computes "
            "more may win by that alone. Equal work leaves the way down and up as the "
            "difference.",
            "because both must have the same parameters": "They need not: a weight at a "
            "quarter of the resolution does a sixteenth of the work.",
            "because otherwise their shapes would not fit": "Shapes fit with any number of "
            "local units.",
        },
        right="so that more work is not taken for a better idea",
    ),
    Question(
        text="Three pairs of networks differ by 1.0 points on average, with a 95 % interval "
        "from -2 to +4. The paper's gap is 0.6. The verdict is …",
        choices={
            "not repeated: the paper is wrong": "The interval holds the paper's gap. Nothing "
            "was contradicted.",
            "repeated, if the means have the paper's order": "Two means always have some "
            "order. The interval holds 0: it may be luck.",
            "not testable at this size": "The interval holds 0 and the paper's gap. "
            "This experiment cannot tell the two apart.",
        },
        right="not testable at this size",
    ),
)

QUESTIONS = (
    Question(
        text="A network has the right shapes, finite values, and its loss goes down. What do "
        "you know?",
        choices={
            "it is the network of the paper": "All thirteen guilty suspects have that, too.",
            "it is some network that can learn": "Gradient descent makes the best of "
            "whatever was built. It does not complain.",
            "it has at most small faults": "Stages without strides, nearly eight times the "
            "work, also pass.",
        },
        right="it is some network that can learn",
    ),
    Question(
        text="A test has been green for a year. How do you find out what it is worth?",
        choices={
            "break the code on purpose, and see whether it turns red": "That is mutation "
            "testing. A test that no mutation turns red says nothing.",
            "count the lines that it runs": "It can run every line and compare nothing.",
            "run it on another computer": "It will be green there as well, whether it is "
            "able to fail or not.",
        },
        right="break the code on purpose, and see whether it turns red",
    ),
    Question(
        text="On a faulty module your test stops with a TypeError. The fault is …",
        choices={
            "caught: red is red": "It would also be red if you had misspelt an argument. "
            "Whoever mends the TypeError makes it green, and the fault stays.",
            "not caught: the test broke off before it could judge": "A verdict is an "
            "assertion about the rule. What a crash is about, one has to find out first.",
            "not there": "That is not known either.",
        },
        right="not caught: the test broke off before it could judge",
    ),
    Question(
        text="Another trunk, the same input: the mask must stay. What does such a test not "
        "need?",
        choices={
            "a mask": "It compares two of them.",
            "the right values of the mask": "It compares two runs with one another, so "
            "that nobody has to know what the mask should be.",
            "random numbers": "It needs an input, and random ones do very well.",
        },
        right="the right values of the mask",
    ),
    Question(
        text="A suite catches all 13 faults that it was written for, and half of the mutants. "
        "Which number says more about the next fault?",
        choices={
            "13 of 13, because those faults are real": "They are, but the suite was shaped by "
            "them: it would catch them whatever else it misses.",
            "half, because the mutants did not shape the suite": "As with an image that was "
            "not trained on. It is no forecast, though: mutants are slips, and the next fault "
            "may be a misreading.",
            "the mean of both, because more faults are better evidence": "The first number "
            "was bound to be high. Averaging it in makes the second one less honest.",
        },
        right="half, because the mutants did not shape the suite",
    ),
)
