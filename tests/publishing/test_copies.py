"""One source, three copies: what each shows, and what each keeps from its reader."""

import nbformat
import pytest

from resattn_lab.publishing import fold_answers, instructor_copy, learner_copy, recall_copy

NOTES = {
    "minutes": 7,
    "stalls": "At the brackets.",
    "ask": "What if M = 0?",
    "answer": "T is left.",
}
STUB = 'def attend(trunk, mask):\n    raise NotImplementedError\n\n\ncheck("00.attend", attend)'
BUILT = (
    'def gate(scores):\n    """Scores to a mask."""\n    return torch.sigmoid(scores)\n\n\n'
    "gate(torch.zeros(1))"
)


@pytest.fixture
def source():
    md, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    cells = [
        md("# Masks: what are they?\n\nA story.\n\n**The question.** Why?"),
        code("import torch"),
        code("SEED = 7"),
        md(
            "## Run: the product\n\nThe answer is 2.\n\n**Task.** Move it.",
            metadata={"teaching": NOTES},
        ),
        code(BUILT, outputs=[nbformat.v4.new_output("stream", text="0.5")], execution_count=3),
        code("# 1 trunk\nt = 1\n# 4 gate\nm = 0.5"),
        md("**Exercise: attend.** Write Eq. 3."),
        code(STUB, outputs=[nbformat.v4.new_output("stream", text="Not attempted yet")]),
        md("An explanation, and nothing else."),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def text(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def test_learners_get_the_source_without_the_notes(source):
    made = learner_copy(source)
    assert text(made) == text(source) and "brackets" not in str(made)
    assert "teaching" in source.cells[3].metadata  # the source keeps them


def test_instructors_get_solutions_that_were_checked_and_notes_below_the_section(source):
    made = instructor_copy(source)
    solved = next(c for c in made.cells if 'check("00.attend"' in c.source)
    assert "return (1 + mask) * trunk" in solved.source
    assert "NotImplementedError" not in text(made)
    assert solved.outputs[0].text.startswith("Right. ")
    note = made.cells[4].source
    assert note.startswith("> **For the instructor, 7 minutes.**") and "What if M = 0?" in note
    assert "*Look out for:* At the brackets." in note


def test_what_answers_a_prediction_is_folded_for_learners_and_open_for_instructors(source):
    source.cells += map(nbformat.v4.new_code_cell, ("print(guess.reveal(2))", "print(2)"))
    fold_answers(source)
    hidden = {
        make: [c.source for c in make(source).cells if "jupyter" in c.metadata]
        for make in (learner_copy, instructor_copy)
    }
    assert hidden == {learner_copy: ["print(guess.reveal(2))"], instructor_copy: []}


def test_the_recall_copy_asks_and_does_not_tell(source):
    said = text(recall_copy(source))
    for asked in ("# Masks", "**The question.**", "## Run", "**Task.**", "**Exercise", STUB):
        assert asked in said
    for told in ("A story", "The answer is 2", "torch.sigmoid", "t = 1", "An explanation"):
        assert told not in said
    for kept in ("import torch", "SEED = 7", "def gate(scores):", '"""Scores', "# 4 gate"):
        assert kept in said


def test_the_recall_copy_is_clean_and_still_python(source):
    for cell in recall_copy(source).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
            compile(cell.source, "cell", "exec")


@pytest.mark.parametrize("make", [learner_copy, instructor_copy, recall_copy])
def test_every_copy_is_a_valid_notebook_and_leaves_the_source_alone(make, source):
    before = nbformat.writes(source)
    nbformat.validate(make(source))
    assert nbformat.writes(source) == before
