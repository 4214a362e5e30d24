"""What a card says about the images of a training."""

from hashlib import sha256

from torch import Tensor
from torch.utils.data import DataLoader

from .image_set import ImageSet
from .input_spec import InputSpec
from .notes import note, some
from .splits import Splits


def image_facts(data: Splits, *, size: int | None = None) -> dict:
    """The card's entries ``data``, ``class_names``, ``inputs`` and ``source``.

    Empty for images that are read one by one; without ``source`` where nobody knows it. No
    test image is looked at.

    Args:
        size: to which the training resizes its batches.
    """
    train = data.train
    if not isinstance(train, ImageSet):
        return {}
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


def note_doubts(data: Splits) -> None:
    """Note what makes a result on the test images doubtful: classes without one, repeats."""
    names, labels = data.test.class_names, data.test.labels
    counts = labels.bincount(minlength=len(names)).tolist()
    absent = [name for name, count in zip(names, counts, strict=True) if not count]
    if absent:
        note(f"no test image of {some(absent)}: a result will say nothing about that")
    if repeats := repeated_images(data.test, data.train):
        note(
            f"{repeats} of {len(data.test)} test images are training images too, pixel for "
            "pixel: what is said of the test images is too good"
        )


def repeated_images(images: ImageSet, among: ImageSet) -> int:
    """How many of ``images`` are also in ``among``, pixel for pixel."""
    known = set(map(_digest, among.images))
    return sum(_digest(image) in known for image in images.images)


def _digest(image: Tensor) -> bytes:
    return sha256(image.contiguous().numpy().data).digest()
