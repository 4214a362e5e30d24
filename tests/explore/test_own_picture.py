"""A picture of one's own reaches the page's network as it would reach a training."""

import json

import numpy as np
from node import HERE, run_node
from PIL import Image

from resattn_lab.data.decoding import scaled_and_cut

SIZES = [(32, 32), (50, 37), (37, 50), (200, 320), (20, 64), (33, 31)]


def test_a_picture_is_scaled_and_cut_as_a_training_does(tmp_path):
    draw = np.random.default_rng(0)
    pictures = [
        draw.integers(256, size=(high, wide, 3), dtype=np.uint8) for wide, high in SIZES
    ]
    given = [
        {
            "pixels": np.dstack([pixels, np.full(pixels.shape[:2], 255)]).ravel().tolist(),
            "wide": pixels.shape[1],
            "high": pixels.shape[0],
            "shape": [3, 32, 32],
        }
        for pixels in pictures
    ]
    path = tmp_path / "given.json"
    path.write_text(json.dumps(given))
    for pixels, came in zip(
        pictures, json.loads(run_node(HERE / "own_picture.mjs", path)), strict=True
    ):
        wanted = np.asarray(scaled_and_cut(Image.fromarray(pixels), 32)).astype(int)
        ours = np.array(came).reshape(3, 32, 32).transpose(1, 2, 0)
        assert np.abs(ours - wanted).max() <= 1  # Pillow rounds after each direction
