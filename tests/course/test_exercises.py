"""The checks are checked: the reference passes, every known wrong answer is named."""

from importlib import import_module

import pytest
from later import Later

from resattn_lab import course
from resattn_lab.course.exercise import NOT_YET

EXERCISES = {
    key: exercise
    for number in course.NUMBERS
    for key, exercise in course.exercises(number).items()
}
WRONG = {
    key: answers
    for number in course.NUMBERS
    for key, answers in import_module(f"wrong_answers_{number}").WRONG.items()
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
    said = EXERCISES[key].check(answer.make() if isinstance(answer, Later) else answer)
    assert said.startswith("Not yet.") and told in said


@pytest.mark.parametrize("key", EXERCISES)
def test_each_exercise_has_five_wrong_answers_with_messages_of_their_own(key):
    said = {told for _, told in WRONG[key].values()}
    assert len(WRONG[key]) >= 5 and len(said) >= 5


@pytest.mark.parametrize("answer", [None, ...])
@pytest.mark.parametrize("key", EXERCISES)
def test_not_attempted_is_not_wrong(key, answer):
    assert EXERCISES[key].check(answer) == NOT_YET


def raises_not_implemented(*inputs, **options):
    raise NotImplementedError


@pytest.mark.parametrize(
    "key", [key for key, exercise in EXERCISES.items() if not exercise.calls_reference]
)
def test_a_stub_that_was_left_alone_is_not_wrong(key):
    assert EXERCISES[key].check(raises_not_implemented) == NOT_YET


@pytest.mark.parametrize("key", EXERCISES)
def test_there_are_three_hints_and_none_is_another(key):
    hints = EXERCISES[key].hints
    assert len(set(hints)) == 3 and all(len(hint) > 20 for hint in hints)
