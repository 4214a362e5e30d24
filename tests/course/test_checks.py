"""Every check takes a right answer in every form, and answers whatever else comes in words."""

import signal
import threading

import awkward
import pytest
import torch
from test_exercises import EXERCISES

from resattn_lab.course.exercise import NOT_YET
from resattn_lab.course.reading import plain
from resattn_lab.course.running import MOST_PRINTED, TimeUp, in_words, time_limit

VALUES = {
    key: exercise
    for key, exercise in EXERCISES.items()
    if exercise.calls_reference and isinstance(plain(exercise.answer()), (int, float, tuple))
}
CALLED = {key: found for key, found in EXERCISES.items() if not found.calls_reference}
FUNCTIONS = {key: f for key, f in CALLED.items() if not isinstance(f.reference, type)}


def is_a_sentence(said: str) -> bool:
    return said.startswith("Not yet. ") and "\n" not in said and 10 < len(said) < 1000


@pytest.mark.parametrize("key", VALUES)
def test_a_right_answer_is_right_in_every_form(key):
    exercise = EXERCISES[key]
    told = {
        name: exercise.check(answer) for name, answer in awkward.forms(plain(exercise.answer()))
    }
    assert set(told.values()) == {f"Right. {exercise.praise}"}, told


@pytest.mark.parametrize("key", VALUES)
def test_nan_is_right_nowhere_and_is_named(key):
    exercise = EXERCISES[key]
    for answer in awkward.with_nan(plain(exercise.answer())):
        assert "nan" in exercise.check(answer) and is_a_sentence(exercise.check(answer))


@pytest.mark.parametrize(
    "key, answer", [("10.by_hand", (True, 1 / 3, False, 2)), ("11.by_hand", (0.4, False, 0.45))]
)
def test_true_and_false_are_no_numbers(key, answer):
    said = EXERCISES[key].check(answer)
    assert "a bool came" in said and EXERCISES[key].check(plain_numbers(answer)) != said


def plain_numbers(answer):
    return tuple(int(part) if isinstance(part, bool) else part for part in answer)


@pytest.mark.parametrize("key", FUNCTIONS)
def test_a_right_function_may_give_its_result_in_every_form(key):
    exercise, gave = EXERCISES[key], []

    def noting(*inputs, **options):
        gave.append(exercise.reference(*inputs, **options))
        return gave[-1]

    told = {"as it is": exercise.check(noting)}
    for name, form in awkward.RESULTS.items():
        if any(form(result) is not result for result in gave):  # else it is the same again
            told[name] = exercise.check(awkward.changed(exercise.reference, form))
    assert set(told.values()) == {f"Right. {exercise.praise}"}, told


@pytest.mark.parametrize("key", FUNCTIONS)
def test_a_function_that_gives_nan_is_not_right(key):
    exercise, gave = EXERCISES[key], []

    def spoilt(*inputs, **options):
        result = exercise.reference(*inputs, **options)
        gave.append(awkward.spoilt(result))
        return result if gave[-1] is None else gave[-1]

    said = exercise.check(spoilt)
    if gave[-1] is not None:
        assert is_a_sentence(said) and "nan" in said


@pytest.mark.parametrize("key", EXERCISES)
def test_whatever_else_is_handed_in_gets_a_sentence(key):
    told = {name: EXERCISES[key].check(answer) for name, answer in awkward.ANSWERS.items()}
    assert all(map(is_a_sentence, told.values())), told


@pytest.mark.parametrize("key", CALLED)
def test_whatever_a_function_does_it_gets_a_sentence(key, capsys):
    told = {name: EXERCISES[key].check(does) for name, does in awkward.FUNCTIONS.items()}
    assert all(map(is_a_sentence, told.values())), told
    printed = capsys.readouterr().out
    assert len(printed) < 2 * MOST_PRINTED


@pytest.mark.parametrize("answer", [3, 2.5, "word", None, torch.ones(2)])
@pytest.mark.parametrize("key", CALLED)
def test_a_result_where_the_function_is_wanted_is_told_so(key, answer):
    said = EXERCISES[key].check(answer)
    assert said == NOT_YET if answer is None else "itself, not its result" in said


def writes_into(place):
    """The reference, whose tensor at this place is doubled afterwards."""

    def made(reference):
        def function(*inputs, **options):
            result = reference(*inputs, **options)
            if isinstance(inputs[place], torch.Tensor):
                inputs[place].mul_(2)
            return result

        return function

    return made


@pytest.mark.parametrize(
    "key", ["00.attend", "01.block", "04.channel_gate", "09.mask_share", "16.squeeze"]
)
def test_a_function_that_changes_its_input_is_told_just_that(key):
    said = EXERCISES[key].check(writes_into(0)(EXERCISES[key].reference))
    assert "gives what it should, but it writes into" in said


def test_a_wrong_result_is_named_though_the_input_was_changed():
    def attend(trunk, mask):
        trunk *= mask
        return trunk

    said = EXERCISES["00.attend"].check(attend)
    assert "naive attention learning (Eq. 1)" in said and "also writes into trunk" in said


def test_a_function_that_spoils_what_it_is_given_does_not_spoil_the_next_check():
    def without_scores(x, score):
        torch.nn.init.zeros_(score.weight)
        return torch.sigmoid(score(x))

    def blackened(images, mean, top, left, side):
        return images.zero_()

    for key, spoils in {"03.global": without_scores, "07.erase": blackened}.items():
        exercise = EXERCISES[key]
        assert is_a_sentence(exercise.check(spoils))
        assert exercise.check(exercise.reference).startswith("Right.")


@pytest.mark.parametrize("key", ["02.scaled", "03.down", "08.groups", "14.still"])
def test_a_check_leaves_the_random_numbers_of_the_notebook_alone(key):
    before = torch.random.get_rng_state()
    assert EXERCISES[key].check(EXERCISES[key].reference).startswith("Right.")
    assert torch.equal(torch.random.get_rng_state(), before)


def test_a_check_draws_the_same_numbers_each_time_it_is_called():
    drawn = []
    for _ in range(2):
        EXERCISES["00.attend"].check(lambda trunk, mask: drawn.append(torch.rand(3)))
    assert torch.equal(*drawn)


masks = {"stage1.0": torch.ones(2)}


def test_a_name_of_the_notebook_that_was_typed_by_mistake_is_named():
    def attend(trunk, mask):
        return (1 + masks) * trunk

    said = EXERCISES["00.attend"].check(attend)
    assert "Its code says masks, which is not its own: is mask meant?" in said


def test_only_the_untouched_stub_is_not_attempted():
    class NoForward(torch.nn.Module):
        def __init__(self, classifier, temperature):
            super().__init__()

        def foward(self, features):
            return features

    class Stub(torch.nn.Module):
        def __init__(self, classifier, temperature):
            super().__init__()

        def forward(self, features):
            raise NotImplementedError

    def whole_numbers(queries, keys, values):
        return torch.softmax((queries @ keys.T).long(), dim=-1) @ values

    @torch.no_grad()
    def stub(queries, keys, values):
        raise NotImplementedError("the weights")

    head, attend = EXERCISES["01.architecture"], EXERCISES["01.attend"]
    assert 'missing the required "forward"' in head.check(NoForward)
    assert "NotImplementedError" in attend.check(whole_numbers)
    assert head.check(Stub) == attend.check(stub) == NOT_YET


def never_ends(*inputs):
    while True:
        try:
            pass
        except Exception:
            pass


alarm = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")


@alarm
@pytest.mark.parametrize("key", ["00.attend", "06.layers", "13.pools", "02.scaled"])
def test_a_loop_that_never_ends_is_stopped_and_told_so(key):
    said = EXERCISES[key].check(never_ends, seconds=0.05)
    assert "stopped after 0.05 seconds" in said and "never ends" in said


@alarm
def test_alarms_and_interrupts_do_afterwards_what_they_did_before():
    rang = []
    former = signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
    interrupt = signal.getsignal(signal.SIGINT)
    signal.setitimer(signal.ITIMER_REAL, 1000, 7)
    try:
        assert "never ends" in in_words(never_ends, seconds=0.05)
        left, every = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left < 1000 and every == 7 and not rang
        signal.raise_signal(signal.SIGALRM)
        assert rang == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
    assert signal.getsignal(signal.SIGINT) is interrupt


@alarm
def test_an_alarm_that_is_due_earlier_is_left_alone():
    class Rang(Exception):
        pass

    def ring(number, frame):
        raise Rang

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(Rang), time_limit(30):
            never_ends()
    finally:
        signal.signal(signal.SIGALRM, former)


@alarm
def test_the_time_is_not_over_once_the_block_is():
    with pytest.raises(TimeUp), time_limit(0.05):
        never_ends()
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    with time_limit(1000):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_interrupt_that_the_reader_sent_goes_on_to_the_reader():
    def is_interrupted(*inputs):
        signal.raise_signal(signal.SIGINT)

    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            EXERCISES["00.attend"].check(is_interrupted)
    finally:
        signal.signal(signal.SIGINT, former)
    said = EXERCISES["00.attend"].check(awkward.raises(KeyboardInterrupt))
    assert said == "Not yet. It stopped with KeyboardInterrupt"


def test_in_another_thread_there_is_no_limit_and_the_check_works():
    said = []
    exercise = EXERCISES["00.attend"]
    thread = threading.Thread(
        target=lambda: said.append(exercise.check(exercise.reference, seconds=1e-6))
    )
    thread.start()
    thread.join()
    assert said == [f"Right. {exercise.praise}"]


def test_what_a_function_prints_is_shown_but_not_without_end(capsys):
    EXERCISES["00.attend"].check(awkward.changed(EXERCISES["00.attend"].reference, print))
    assert "tensor" in capsys.readouterr().out
    EXERCISES["00.attend"].check(awkward.talks)
    out = capsys.readouterr().out
    assert out.startswith("here") and "cut after 2,000 characters" in out
