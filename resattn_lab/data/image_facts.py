"""What a card says about the images of a training."""

from hashlib import sha256

from torch import Tensor
from torch.utils.data import DataLoader

from .image_set import ImageSet
from .input_spec import InputSpec
from .splits import Splits


def image_facts(data: Splits, *, size: int | None = None) -> dict:
    """The card's entries ``data``, ``class_names``, ``inputs`` and ``source``.

    Empty for images that are read one by one; without ``source`` where nobody knows it. No
    test image is looked at.

    Args:
        size: to which the training resizes its batches.

    Raises:
        ValueError: one class alone, of which there is nothing to learn.
    """
    train = data.train
    if not isinstance(train, ImageSet):
        return {}
    if len(train.class_names) == 1:
        raise ValueError(
            f"{train.source} has one class alone, {train.class_names[0]}: a network would "
            "always be right; two or more class folders are wanted"
        )
    facts = {
        "data": {
            part: f"{images.source}: {len(images)} images"
            for part, images in data._asdict().items()
        },
        "class_names": list(train.class_names),
        "inputs": InputSpec.of(train, size).to_dict(),
    }
    if train.origin is not None:
        facts["source"] = train.origin.to_dict()
    return facts


def identity(images: ImageSet | DataLoader) -> dict:
    """What tells whether images are the same as before: their count and fingerprint."""
    if isinstance(images, ImageSet):
        return {"count": len(images), "fingerprint": images.fingerprint()}
    return {"count": len(images.dataset)}


def doubts(data: Splits) -> list[str]:
    """What makes a result on ``data.test`` doubtful, a sentence each."""
    found = []
    counts = data.test.labels.bincount(minlength=len(data.test.class_names)).tolist()
    pairs = zip(data.test.class_names, counts, strict=True)
    absent = [name for name, count in pairs if not count]
    if absent:
        found.append(f"no test image of {', '.join(absent)}: nothing is said about that")
    if twice := repeated_images(data.test, data.train):
        found.append(
            f"{twice} of {len(data.test)} test images are training images too, pixel for "
            "pixel: the accuracy is too high"
        )
    return found


def repeated_images(images: ImageSet, among: ImageSet) -> int:
    """How many of ``images`` are also in ``among``, pixel for pixel."""
    known = set(map(_digest, among.images))
    return sum(_digest(image) in known for image in images.images)


def _digest(image: Tensor) -> bytes:
    return sha256(image.contiguous().numpy().data).digest()
