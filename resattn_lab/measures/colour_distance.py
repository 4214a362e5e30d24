"""The simplest map that looks at the image: which pixels have an unusual colour."""

from torch import Tensor


def colour_distance(images: Tensor) -> Tensor:
    """How far each pixel's colour lies from the mean colour of its image.

    It knows no network and no class, and learned nothing. Frequency-tuned saliency
    (Achanta et al. 2009) is this in another colour space, on a blurred image.

    Shape: (N, C, H, W) -> (N, H, W), Euclidean distances in the images' units.
    """
    images = images.float()
    return (images - images.mean(dim=(-2, -1), keepdim=True)).square().sum(dim=1).sqrt()
