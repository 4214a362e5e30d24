"""A prediction, made before the result and shown beside it."""

import html

import ipywidgets as widgets


class Prediction(widgets.VBox):
    """One question whose answer a cell further down will find; nobody has to predict.

    Attributes:
        choice: the radio buttons; ``value`` is None until one is chosen.
    """

    def __init__(self, question: str, choices: list[str]):
        self.question, self.choices = question, list(choices)
        text = widgets.HTML(f"<b>Predict.</b> {html.escape(question)}")
        self.choice = widgets.RadioButtons(
            options=self.choices, value=None, layout={"width": "auto"}
        )
        super().__init__([text, self.choice])

    def reveal(self, result: str) -> str:
        """The prediction beside the result, in a sentence.

        Raises:
            ValueError: ``result`` is none of the choices.
        """
        if result not in self.choices:
            raise ValueError(
                f"the result {result!r} is none of the choices: {', '.join(self.choices)}"
            )
        predicted = self.choice.value
        if predicted is None:
            return f"It is {result}. (You made no prediction.)"
        verdict = "as you predicted" if predicted == result else f"you predicted {predicted}"
        return f"It is {result}: {verdict}."

    def _repr_mimebundle_(self, **kwargs) -> dict:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        items = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        data["text/html"] = f"<b>Predict.</b> {html.escape(self.question)}<ul>{items}</ul>"
        data["text/plain"] = f"Prediction: {self.question}"
        return data
