"""The exercises in the body of notebook 02, residual units."""

from ..exercise import Exercise
from ..reading import number, shape, tensor
from .counting import find_parameters_mistake, find_shapes_mistake, parameters, shapes
from .units_by_hand import (
    find_identity_mistake,
    find_post_mistake,
    find_shortcut_mistake,
    post_activation,
    shortcut,
    start_as_identity,
)

BODY = (
    Exercise(
        key="02.shapes",
        find_mistake=find_shapes_mistake,
        praise="Narrow, look around and halve, widen: the 3×3 convolution, nine times as dear "
        "a pair of channels as a 1×1, works on a quarter of the channels.",
        hints=(
            "The bottleneck has 128 / 4 channels. Only one of the three convolutions has a "
            "stride.",
            "Write down channels and side after each convolution; only the 3×3 one changes "
            "the side, and its padding is 1.",
            "conv1 keeps 15 × 15; conv2 halves and rounds up; conv3 only changes the channels.",
        ),
        reference=shapes,
        reads=shape("Three shapes are wanted, each (channels, height, width): ((…), (…), (…))"),
        calls_reference=True,
    ),
    Exercise(
        key="02.post",
        find_mistake=find_post_mistake,
        praise="The same parts in another order. The ReLU after the sum stands in the way of "
        "everything that goes along the shortcut.",
        hints=(
            "Three times convolution and batch norm; a ReLU follows the first and the second.",
            "The last ReLU stands after the sum, so the third batch norm goes into the sum as"
            " it is.",
            "h = norms[2](convs[2](h)) has no ReLU; the last line is F.relu(x + h).",
        ),
        reference=post_activation,
        reads=tensor,
    ),
    Exercise(
        key="02.shortcut",
        find_mistake=find_shortcut_mistake,
        praise="Where the shape stays, x passes untouched; where it changes, the sum needs a "
        "projection, and that reads what the branch reads.",
        hints=(
            "unit.projection is None where the unit keeps the shape.",
            "There are two cases: nothing stands on the way, or a projection does; and it "
            "reads what conv1 reads.",
            "Otherwise: unit.projection(F.relu(unit.norm1(x))).",
        ),
        reference=shortcut,
        reads=tensor,
    ),
    Exercise(
        key="02.parameters",
        find_mistake=find_parameters_mistake,
        praise="A third of them are the projection's, in the one unit of a stage that needs "
        "one. One in every unit would make the CIFAR Attention-56 two thirds larger.",
        hints=(
            "Four convolutions and three batch norms; the bottleneck has 512 / 4 channels.",
            "A convolution without bias has inputs · outputs · kernel area; a batch norm two "
            "numbers a channel, of its own input.",
            "256·128 + 9·128·128 + 128·512, the projection 256·512, and twice 256 + 128 + 128.",
        ),
        reference=parameters,
        reads=number("The count is one whole number"),
        calls_reference=True,
    ),
    Exercise(
        key="02.identity",
        find_mistake=find_identity_mistake,
        praise="The unit begins as if it were not there, and conv3 still gets a gradient: its "
        "own weights are zero, but what it reads is not.",
        hints=(
            "The branch ends with conv3: with weights of zero it puts out zero.",
            "The branch must put out 0 and still be able to learn: which of its layers may be"
            " 0 without cutting the others off for good?",
            "nn.init.zeros_(unit.conv3.weight), and then return unit.",
        ),
        reference=start_as_identity,
    ),
)
