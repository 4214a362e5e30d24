"""Recall questions with an answer for every choice, right or wrong."""

import html
from dataclasses import dataclass
from pathlib import Path

import ipywidgets as widgets

# the mark, the word, the line beside it; colours that stand out on light and on dark
RIGHT = ("✓", "Right", "4px solid #3a9a4a")
WRONG = ("✗", "Not so", "4px dashed #d9534f")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with choices; each choice has its own feedback.

    Raises:
        ValueError: the right choice is not among the choices.
    """

    text: str
    choices: dict[str, str]
    right: str

    def __post_init__(self):
        if self.right not in self.choices:
            raise ValueError(f"{self.right!r} is not among the choices of {self.text!r}")

    def feedback(self, choice: str) -> str:
        """What a reader who chose this is told, as HTML: mark, word and line say which."""
        mark, word, line = RIGHT if choice == self.right else WRONG
        return (
            f'<div style="border-left: {line}; padding-left: 0.6em">'
            f'<b><span aria-hidden="true">{mark}</span> {word}.</b> '
            f"{html.escape(self.choices[choice])}</div>"
        )


def read_questions(number: str) -> list[tuple[Question, ...]]:
    """The questions in the ``questions.md`` of a notebook such as ``"01"``, by section.

    Sections begin with ``##``; a blank line stands between two questions. Below a question's
    text come its choices, ``- [x]`` before the right one and ``- [ ]`` before the others; and
    below each choice, indented, what whoever chose it is told.

    Raises:
        ValueError: a question that is not written so.
    """
    path = Path(__file__).parent / f"notebook_{number}" / "questions.md"
    sections: list[list[Question]] = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        if block.startswith("## "):
            sections.append([])
        elif sections:  # the title stands above the first section
            sections[-1].append(parse_question(block))
    return [tuple(section) for section in sections]


def parse_question(block: str) -> Question:
    """One question from its text, as ``read_questions`` describes it."""
    text: list[str] = []
    answers: dict[str, list[str]] = {}
    right: list[str] = []
    for line in block.splitlines():
        if line.startswith(("- [x] ", "- [ ] ")):
            choice = line[6:]
            answers[choice] = []
            right += [choice] * line.startswith("- [x]")
        elif not answers:
            text.append(line)
        elif line.startswith("  "):
            answers[choice].append(line.strip())
        else:
            raise ValueError(f"a blank line or two spaces should stand before {line!r}")
    if len(right) != 1 or not all(answers.values()):
        raise ValueError(
            f"{text} needs one choice with [x], and below each choice, indented, an answer"
        )
    choices = {choice: " ".join(lines) for choice, lines in answers.items()}
    return Question(text=" ".join(text), choices=choices, right=right[0])


class Quiz(widgets.VBox):
    """Questions as radio buttons; feedback comes with the choice, none is ever wrong to try.

    Attributes:
        answers: the radio buttons, one a question; ``value`` is None until one is chosen.
        feedback: the words below each.
    """

    def __init__(self, questions: tuple[Question, ...]):
        self.questions = questions
        self.answers, self.feedback, parts = [], [], []
        for number, question in enumerate(questions, start=1):
            text = widgets.HTML(f"<b>{number}. {html.escape(question.text)}</b>")
            answer = widgets.RadioButtons(
                options=list(question.choices), value=None, layout={"width": "auto"}
            )
            told = widgets.HTML('<div role="status" aria-live="polite"></div>')
            answer.observe(self._answered, "value")
            self.answers.append(answer)
            self.feedback.append(told)
            parts += [text, answer, told]
        super().__init__(parts)

    def _answered(self, change: dict) -> None:
        number = self.answers.index(change["owner"])
        text = self.questions[number].feedback(change["new"])
        told = f'<div role="status" aria-live="polite">{text}</div>'
        self.feedback[number].value = told

    def _repr_mimebundle_(self, **kwargs) -> dict:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        items = "".join(
            f"<li>{html.escape(q.text)}<ul>"
            + "".join(f"<li>{html.escape(choice)}</li>" for choice in q.choices)
            + "</ul></li>"
            for q in self.questions
        )
        data["text/html"] = f"<ol>{items}</ol>"
        data["text/plain"] = f"Quiz: {len(self.questions)} questions"
        return data
