"""What learners call, and what they read."""

import pytest

from resattn_lab import course
from resattn_lab.course.exercise import NOT_YET
from resattn_lab.course.question import parse_question

CLOSING = {number: course.quiz(number) for number in course.NUMBERS}
RECALL = {number: course.recall(number) for number in course.NUMBERS if number != "00"}
QUIZZES = [*CLOSING.values(), *RECALL.values()]
NAMES = [*CLOSING, *(f"{number} recall" for number in RECALL)]


def test_check_hint_and_solution_print_what_learners_read(capsys):
    course.check("00.width", None)
    course.hint("00.width")
    course.hint("00.width", 2)
    course.hint("00.width", 3)
    course.solution("00.attend")
    said = capsys.readouterr().out
    assert NOT_YET in said and "return (1 + mask) * trunk" in said
    assert all(hint in said for hint in course.exercise("00.width").hints)


def test_a_wrong_answer_is_told_where_help_is(capsys):
    course.check("00.width", 0.5)
    assert 'hint("00.width", 3), solution("00.width")' in capsys.readouterr().out


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: course.check("00.nothing", 1), "there are 00.width, 00.attend, 00.avoid"),
        (lambda: course.check("99.nothing", 1), "there is no notebook '99'"),
        (lambda: course.hint("00.width", 4), "hints 1, 2 and 3, got 4"),
        (lambda: course.quiz("99"), "there is no notebook '99'"),
        (lambda: course.recall("00"), "none before it"),
        (lambda: course.record("nothing"), "there is no record 'nothing'"),
    ],
)
def test_what_does_not_exist_is_said_so(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("quiz", QUIZZES, ids=NAMES)
def test_every_choice_of_every_question_has_an_answer(quiz):
    for question, answer, told in zip(quiz.questions, quiz.answers, quiz.feedback, strict=True):
        assert answer.value is None
        for choice in question.choices:
            answer.value = choice
            assert ("Right." in told.value) == (choice == question.right)
            assert ("Not so." in told.value) == (choice != question.right)


def test_right_and_wrong_are_told_apart_without_colour():
    """By a mark, a word and the kind of line; whoever hears the page hears the word alone."""
    question = course.Question(text="?", choices={"a": "1 < 2", "b": "no"}, right="a")
    right, wrong = question.feedback("a"), question.feedback("b")
    assert "✓" in right and "Right." in right and "solid" in right and "1 &lt; 2" in right
    assert "✗" in wrong and "Not so." in wrong and "dashed" in wrong
    assert all('<span aria-hidden="true">' in told for told in (right, wrong))


@pytest.mark.parametrize("quiz", QUIZZES, ids=NAMES)
def test_the_feedback_does_not_say_yes_after_right(quiz):
    for question in quiz.questions:
        for said in question.choices.values():
            assert not said.startswith(("Yes", "Right", "No,", "No:", "Not so"))


def test_a_notebook_starts_with_three_questions_and_ends_with_five():
    assert {len(quiz.questions) for quiz in CLOSING.values()} == {5}
    assert {len(quiz.questions) for quiz in RECALL.values()} <= {3}


@pytest.mark.parametrize("quiz", QUIZZES, ids=NAMES)
def test_the_right_choice_is_not_always_at_the_same_place(quiz):
    places = [list(q.choices).index(q.right) for q in quiz.questions]
    assert len(set(places)) > 1


def test_a_question_without_a_right_choice_is_refused():
    with pytest.raises(ValueError, match="not among the choices"):
        course.Question(text="?", choices={"a": "b"}, right="c")


QUESTION = """Which is it, of
these two?
- [ ] this one
  No.
- [x] the other one
  So it is,
  for a reason."""


def test_a_question_is_read_from_its_text():
    question = parse_question(QUESTION)
    assert question.text == "Which is it, of these two?" and question.right == "the other one"
    assert question.choices == {"this one": "No.", "the other one": "So it is, for a reason."}


@pytest.mark.parametrize(
    "wrong",
    [
        QUESTION.replace("[x]", "[ ]"),
        QUESTION.replace("[ ]", "[x]"),
        QUESTION.replace("  No.\n", ""),
        f"{QUESTION}\nThe next question?\n- [x] no\n  It should stand apart.",
    ],
    ids=["none is right", "two are right", "no answer", "no blank line"],
)
def test_a_question_that_is_written_otherwise_is_refused(wrong):
    with pytest.raises(ValueError, match="indented, an answer|a blank line"):
        parse_question(wrong)


def test_a_prediction_is_shown_beside_the_result():
    prediction = course.Prediction("which?", ["left", "right"])
    assert prediction.reveal("left") == "It is left. (You made no prediction.)"
    prediction.choice.value = "right"
    assert prediction.reveal("left") == "It is left: you predicted right."
    assert prediction.reveal("right") == "It is right: as you predicted."
    with pytest.raises(ValueError, match="none of the choices"):
        prediction.reveal("up")


def test_a_number_is_predicted_once_the_slider_was_moved():
    prediction = course.NumberPrediction("how many?", 0, 100, step=1, unit=" %")
    assert prediction.reveal(30) == "It is 30 %. (You made no prediction.)"
    prediction.slider.value = 40
    assert prediction.reveal(30) == "It is 30 %; you predicted 40 %: 10 % off."
    assert prediction.reveal(40.3) == "It is 40.3 %; you predicted 40 %: right."
    with pytest.raises(ValueError, match="low must be below high"):
        course.NumberPrediction("?", 1, 1, step=1)


@pytest.mark.parametrize(
    "low, high, step, shown",
    [(0, 24, 1, ".0f"), (0, 100, 5, ".0f"), (0, 1, 0.05, ".2f"), (0.5, 4, 0.5, ".1f")],
)
def test_a_number_is_predicted_with_as_many_decimals_as_the_step_has(low, high, step, shown):
    """The page writes the format "g" as 6.00000."""
    prediction = course.NumberPrediction("how many?", low, high, step=step)
    assert prediction.slider.readout_format == shown


def test_quiz_and_prediction_can_be_read_without_a_kernel():
    data = course.quiz("00")._repr_mimebundle_()
    assert data["text/plain"] == "Quiz: 5 questions" and data["text/html"].count("<ul>") == 5
    data = course.Prediction("which?", ["left"])._repr_mimebundle_()
    assert data["text/plain"] == "Prediction: which?" and "left" in data["text/html"]
    data = course.NumberPrediction("how?", 0, 1, step=0.1)._repr_mimebundle_()
    assert "from 0 to 1" in data["text/html"]
