"""What a trained network does with images, computed for panels, pages and one's own code."""

from .branches import Branch, network_branches, output_size, up_to
from .layer_names import REST, layers_by_module
from .mask_runs import Hidden, MaskRuns, Run, Survey
from .place_scores import ends_in_an_average, place_scores
from .response_curves import OUTPUT, OWN, PRODUCT, TRAINED, response_curves
from .strongest_places import StrongestPlaces, as_input

__all__ = [
    "OUTPUT",
    "OWN",
    "PRODUCT",
    "REST",
    "TRAINED",
    "Branch",
    "Hidden",
    "MaskRuns",
    "Run",
    "StrongestPlaces",
    "Survey",
    "as_input",
    "ends_in_an_average",
    "layers_by_module",
    "network_branches",
    "output_size",
    "place_scores",
    "response_curves",
    "up_to",
]
