"""The checks are checked: the reference passes, every known wrong answer is named."""

import pytest
import torch

from resattn_lab import course
from resattn_lab.course.exercise import NOT_YET
from resattn_lab.course.learner import EXERCISES, QUESTIONS
from resattn_lab.networks import build_network


def small(**options):
    made = {"classes": 7, "in_channels": 1, "width": 0.25, "attention_residual": False}
    return build_network("cifar_attention_56", **{**made, **options})


def write_into_trunk(trunk, mask):
    return trunk.mul_(1 + mask)


WRONG = {
    "00.width": {
        "too large": (0.5, "262,066 parameters"),
        "small, but not the largest": (0.125, "a larger width is, too"),
        "no sixteenth": (0.3, "sixteenths"),
        "nothing left": (0, "sixteenths, above 0"),
        "wider than the paper": (2, "between 0 and 1"),
        "a word": ("0.25", "one number; this is a str"),
        "the count instead of the width": (100_000, "between 0 and 1"),
    },
    "00.attend": {
        "naive product": (lambda t, m: m * t, "Eq. 1"),
        "brackets missing": (lambda t, m: 1 + m * t, "brackets are missing"),
        "a sum": (lambda t, m: m + t, "adds mask and trunk"),
        "swapped": (lambda t, m: (1 + t) * m, "swapped"),
        "damping": (lambda t, m: (1 - m) * t, "damps"),
        "in place": (write_into_trunk, "writes into the trunk"),
        "the wrong shape": (lambda t, m: ((1 + m) * t).sum(), "trunk's shape"),
        "too strong": (lambda t, m: (1 + 2 * m) * t, "With M = 0"),
        "a result": (torch.zeros(2), "the function itself"),
        "an error": (lambda t: t, "It stopped with TypeError"),
    },
    "00.network": {
        "ten classes": (lambda: small(classes=10), "10 classes apart; wanted 7"),
        "colour images": (lambda: small(in_channels=3), "images of 3 channels"),
        "too wide": (lambda: small(width=0.5), "width is 0.5"),
        "residual": (lambda: small(attention_residual=True), "still put out"),
        "another network": (
            lambda: build_network("cifar_attention_92", classes=7, width=0.25),
            "not cifar_attention_92",
        ),
        "a name": (lambda: "cifar_attention_56", "a str came"),
    },
}


@pytest.mark.parametrize("key", EXERCISES)
def test_the_reference_solution_passes(key):
    exercise = EXERCISES[key]
    assert exercise.check(exercise.answer()) == f"Right. {exercise.praise}"


@pytest.mark.parametrize(
    "key, name", [(key, name) for key, answers in WRONG.items() for name in answers]
)
def test_a_wrong_answer_is_told_its_own_mistake(key, name):
    answer, told = WRONG[key][name]
    if key == "00.network":
        answer = answer()
    said = EXERCISES[key].check(answer)
    assert said.startswith("Not yet.") and told in said


@pytest.mark.parametrize("key", EXERCISES)
def test_each_exercise_has_five_wrong_answers_with_messages_of_their_own(key):
    said = {told for _, told in WRONG[key].values()}
    assert len(WRONG[key]) >= 5 and len(said) >= 5


@pytest.mark.parametrize("answer", [None, ...])
@pytest.mark.parametrize("key", EXERCISES)
def test_not_attempted_is_not_wrong(key, answer):
    assert EXERCISES[key].check(answer) == NOT_YET


def test_a_stub_that_was_left_alone_is_not_wrong():
    def attend(trunk, mask):
        raise NotImplementedError

    assert EXERCISES["00.attend"].check(attend) == NOT_YET


def test_check_hint_and_solution_print_what_learners_read(capsys):
    course.check("00.width", None)
    course.hint("00.width")
    course.hint("00.width", 2)
    course.solution("00.attend")
    said = capsys.readouterr().out
    assert NOT_YET in said and "return (1 + mask) * trunk" in said
    assert all(hint in said for hint in EXERCISES["00.width"].hints)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: course.check("00.nothing", 1), "there are 00.width, 00.attend, 00.network"),
        (lambda: course.hint("00.width", 3), "hints 1 and 2, got 3"),
        (lambda: course.quiz("99"), "there is no quiz '99'"),
    ],
)
def test_what_does_not_exist_is_said_so(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("notebook", QUESTIONS)
def test_a_notebook_ends_with_five_questions_that_answer_every_choice(notebook):
    assert len(QUESTIONS[notebook]) == 5
    quiz = course.quiz(notebook)
    for question, answer, told in zip(
        QUESTIONS[notebook], quiz.answers, quiz.feedback, strict=True
    ):
        assert answer.value is None
        for choice in question.choices:
            answer.value = choice
            right = "Right." in told.value
            assert right == (choice == question.right)


def test_the_right_choice_is_not_always_at_the_same_place():
    places = [list(q.choices).index(q.right) for q in QUESTIONS["00"]]
    assert len(set(places)) > 1


def test_a_question_without_a_right_choice_is_refused():
    with pytest.raises(ValueError, match="not among the choices"):
        course.Question(text="?", choices={"a": "b"}, right="c")


def test_a_prediction_is_shown_beside_the_result():
    prediction = course.Prediction("which?", ["left", "right"])
    assert prediction.reveal("left") == "It is left. (You made no prediction.)"
    prediction.choice.value = "right"
    assert prediction.reveal("left") == "It is left: you predicted right."
    assert prediction.reveal("right") == "It is right: as you predicted."
    with pytest.raises(ValueError, match="none of the choices"):
        prediction.reveal("up")


def test_quiz_and_prediction_can_be_read_without_a_kernel():
    data = course.quiz("00")._repr_mimebundle_()
    assert data["text/plain"] == "Quiz: 5 questions" and data["text/html"].count("<ul>") == 5
    data = course.Prediction("which?", ["left"])._repr_mimebundle_()
    assert data["text/plain"] == "Prediction: which?" and "left" in data["text/html"]
