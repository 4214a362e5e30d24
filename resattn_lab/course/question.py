"""Recall questions with an answer for every choice, right or wrong."""

import html
from dataclasses import dataclass

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
