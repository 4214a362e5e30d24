"""Record the mean image of CIFAR-10's training part, which notebook 07 shows.

Run: RESATTN_DATA=<folder with train/> python scripts/record_mean_image.py \
resattn_lab/course/records/cifar_mean.json

It is a statistic of all training images: the mean of every pixel and colour, rounded to whole
grey levels. Colours are recorded one after the other, row by row, two hexadecimal digits each.
"""

import argparse
import json
from pathlib import Path

from recording_runs import facts

from resattn_lab import settings
from resattn_lab.data import load_image_folder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    train = load_image_folder(settings.data_folder() / "train", size=32)
    levels = (255 * train.pixel_mean()).round().byte()
    kept = {
        **facts("python scripts/record_mean_image.py"),
        "data": f"{train.source}, training part",
        "images": len(train),
        "shape": list(levels.shape),
        "grey_levels": {
            name: bytes(plane.flatten().tolist()).hex()
            for name, plane in zip(("red", "green", "blue"), levels, strict=True)
        },
    }
    path.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{len(train)} images, mean {levels.float().mean() / 255:.3f}")


if __name__ == "__main__":
    main()
