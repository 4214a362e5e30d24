"""The exercises in the body of notebook 02, residual units."""

from resattn_lab.blocks import ResidualUnit

from ..exercise import Exercise
from ..reading import instance, shape, tensor
from .on_paper import control, find_control_mistake, find_shapes_mistake, shapes
from .units_by_hand import (
    find_identity_mistake,
    find_shortcut_mistake,
    shortcut,
    start_as_identity,
)

BODY = (
    Exercise(
        key="02.shapes",
        find_mistake=find_shapes_mistake,
        praise="The 3×3 convolution, with nine weights where a 1×1 has one, works on a quarter "
        "of the channels that come out; here these are as many as came in.",
        hints=(
            "Which of the three convolutions changes the channels, and which the resolution?",
            "The bottleneck has a quarter of the channels that come out. Only the 3×3 "
            "convolution has a stride, and its padding is 1.",
            "conv1 keeps 15 × 15; conv2 halves and rounds up; conv3 only changes the channels.",
        ),
        reference=shapes,
        reads=shape("Three shapes are wanted, each (channels, height, width): ((…), (…), (…))"),
    ),
    Exercise(
        key="02.shortcut",
        find_mistake=find_shortcut_mistake,
        praise="Where the shape stays, x passes untouched; where it changes, the sum needs a "
        "projection, and that reads what the branch reads. A projection in every unit would "
        "add 56 % to the parameters of the released Attention-56 and leave no identity.",
        hints=(
            "In the second and the third row, which boxes lie on the way from x to the sum "
            "that passes above the branch?",
            "There are two cases, and unit.projection tells them apart. In the third row the "
            "shortcut leaves only behind two boxes.",
            "Where there is a projection, it reads what conv1 reads too. Where there is none, "
            "no box lies on the way.",
        ),
        reference=shortcut,
        reads=tensor,
    ),
    Exercise(
        key="02.identity",
        find_mistake=find_identity_mistake,
        praise="The unit begins as if it were not there, and conv3 still gets a gradient: its "
        "own weights are zero, but what it reads is not.",
        hints=(
            "Which layer's output is the output of the branch?",
            "The branch must put out 0 and still be able to learn. Which one of its layers may "
            "hold zeros without cutting off the others for good?",
            "A convolution's weights get a gradient if what it reads is not zero and what it "
            "puts out matters. nn.init.zeros_(weight) sets weights to zero.",
        ),
        reference=start_as_identity,
        reads=instance(ResidualUnit, "It should give the unit back: return unit"),
    ),
    Exercise(
        key="02.control",
        find_mistake=find_control_mistake,
        praise="If the weights were too large, half of them would shrink the gradient 2 to the "
        "power 60 times. The derivation says that nothing changes: batch norm divides by "
        "whatever the convolution multiplied with.",
        hints=(
            "What does each of the two explanations predict for each of the four experiments?",
            "An experiment decides only where the two predictions differ. Three of the four "
            "leave both explanations standing.",
            "Make a table: four experiments, and for each explanation *stronger*, *weaker* or "
            "*the same*. In one row the two differ.",
        ),
        reference=control,
    ),
)
