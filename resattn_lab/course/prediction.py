"""A prediction, made before the result and shown beside it."""

import html
from decimal import Decimal

import ipywidgets as widgets


class _Asked(widgets.VBox):
    """A question above one control, with a static twin for readers without a kernel."""

    def __init__(self, question: str, control: widgets.Widget):
        self.question = question
        super().__init__([widgets.HTML(f"<b>Predict.</b> {html.escape(question)}"), control])

    def _twin(self) -> str:
        """What stands below the question where no kernel runs, as HTML."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs) -> dict:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        data["text/html"] = f"<b>Predict.</b> {html.escape(self.question)}{self._twin()}"
        data["text/plain"] = f"Prediction: {self.question}"
        return data


class Prediction(_Asked):
    """One question whose answer a cell further down will find; nobody has to predict.

    Attributes:
        choice: the radio buttons; ``value`` is None until one is chosen.
    """

    def __init__(self, question: str, choices: list[str]):
        self.choices = list(choices)
        self.choice = widgets.RadioButtons(
            options=self.choices, value=None, layout={"width": "auto"}
        )
        super().__init__(question, self.choice)

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

    def _twin(self) -> str:
        items = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        return f"<ul>{items}</ul>"


class NumberPrediction(_Asked):
    """A prediction of one number, by a slider that does not count until it is moved.

    Args:
        low, high, step: of the slider; it starts in the middle.
        unit: written after the number, such as ``" %"``.

    Attributes:
        slider: the control.

    Raises:
        ValueError: ``low`` is not below ``high``, or ``step`` is not above 0.
    """

    def __init__(self, question: str, low: float, high: float, *, step: float, unit: str = ""):
        if not low < high or step <= 0:
            raise ValueError(
                f"low must be below high and step above 0, got {low}, {high}, {step}"
            )
        self.low, self.high, self.unit, self._moved = low, high, unit, False
        decimals = max(-Decimal(f"{end:g}").as_tuple().exponent for end in (low, step))
        self.slider = widgets.FloatSlider(
            value=(low + high) / 2,
            min=low,
            max=high,
            step=step,
            description="your prediction",
            readout_format=f".{max(decimals, 0)}f",
            style={"description_width": "130px"},
            layout={"width": "460px", "max_width": "100%"},
        )
        self.slider.observe(self._count, "value")
        super().__init__(question, self.slider)

    def _count(self, change: dict) -> None:
        self._moved = True

    def reveal(self, result: float) -> str:
        """The prediction beside the result, in a sentence."""
        if not self._moved:
            return f"It is {result:.3g}{self.unit}. (You made no prediction.)"
        off = abs(self.slider.value - result)
        verdict = f"you predicted {self.slider.value:g}{self.unit}"
        near = "right" if off <= self.slider.step / 2 else f"{off:.2g}{self.unit} off"
        return f"It is {result:.3g}{self.unit}; {verdict}: {near}."

    def _twin(self) -> str:
        return f"<p>A number from {self.low:g}{self.unit} to {self.high:g}{self.unit}.</p>"
