"""What the trainings of a study came to, kept as JSON and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from resattn_lab.shipped import shipped_folder


@dataclass(frozen=True, kw_only=True)
class StudyResults:
    """The runs of one study on one kind of images.

    Args:
        study, source, setting: names; ``source`` is "scenes" or "photographs".
        facts: command, commit, device, dates, data, recipe.
        runs: one dict each: ``variant``, ``seed``, ``error`` (test, last epoch, in percent),
            ``train_loss``, ``responses`` (stage by stage), ``parameters``, ….
        tuning: how each learning rate of the study's grid validated; the choice is made by it.
    """

    study: str
    source: str
    setting: str
    facts: dict
    runs: list[dict]
    tuning: list[dict] = field(default_factory=list)

    def of(self, variant: str) -> list[dict]:
        """The runs of a variant in the order of their seeds; [] where it has none."""
        mine = [run for run in self.runs if run["variant"] == variant]
        return sorted(mine, key=lambda run: run["seed"])

    def values(self, variant: str, measure: str = "error") -> list[float]:
        """One number for each seed, in percent: the test error, or the relative response.

        Args:
            measure: ``"error"``, or ``"response"`` of the last stage relative to the first.
        """
        if measure == "response":
            return [100 * run["responses"][2] / run["responses"][0] for run in self.of(variant)]
        return [run[measure] for run in self.of(variant)]

    def pairs(
        self, lower: str, higher: str, measure: str = "error"
    ) -> tuple[list[float], list[float]]:
        """The numbers of two variants for the seeds that both have, in their order."""
        seeds = [{run["seed"] for run in self.of(variant)} for variant in (lower, higher)]
        both = seeds[0] & seeds[1]
        found = []
        for variant in (lower, higher):
            runs, values = self.of(variant), self.values(variant, measure)
            found.append(
                [v for run, v in zip(runs, values, strict=True) if run["seed"] in both]
            )
        return found[0], found[1]

    @property
    def classes(self) -> int:
        """How many classes the images have; 10 where the file is older than this entry.

        Older files are of planted scenes and CIFAR-10.
        """
        return self.facts.get("classes", 10)

    @property
    def chance(self) -> float:
        """The error of guessing, in percent."""
        return 100 * (1 - 1 / self.classes)

    @property
    def seeds(self) -> list[int]:
        return sorted({run["seed"] for run in self.runs})


def recorded_folder() -> Path:
    """Where the results lie that the project recorded: in the repository, or of a wheel.

    Raises:
        FileNotFoundError: see ``shipped_folder``.
    """
    return shipped_folder("results") / "ablations"


def load_results(path: Path | str) -> dict[tuple[str, str], StudyResults]:
    """Read every study's results of a folder: from (study, source) to its results.

    Raises:
        FileNotFoundError: no results there; the message says what makes them.
        ValueError: a file that holds something else.
    """
    files = sorted(Path(path).glob("*.json"))
    if not files:
        raise FileNotFoundError(
            f"no ablation results in {path}; they come with the repository, and "
            "resattn-lab ablate writes new ones"
        )
    found = [_read(file) for file in files]
    return {(results.study, results.source): results for results in found}


def _read(file: Path) -> StudyResults:
    try:
        return StudyResults(**json.loads(file.read_text(encoding="utf-8")))
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{file} holds no results of an ablation ({error}); move it out of this folder"
        ) from error
