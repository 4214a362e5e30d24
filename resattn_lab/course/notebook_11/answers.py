"""What the exercises of notebook 11 are tried on."""

import torch


def close(a: float, b: float, within: float = 1e-4) -> bool:
    return bool(abs(a - b) <= within)


def maps_and_objects(count: int, seed: int, *, shift: float = 0.0, side: int = 8):
    """Random maps in [0, 1] that mark their random objects, some better, some worse.

    Shape: -> (N, side, side), bool (N, side, side).
    """
    generator = torch.Generator().manual_seed(seed)
    rows, columns = torch.arange(side)[:, None], torch.arange(side)
    places = torch.randint(2, side - 2, (count, 2), generator=generator)
    sizes = torch.randint(1, 3, (count,), generator=generator)
    far = torch.maximum(
        (rows - places[:, :1, None]).abs(), (columns - places[:, 1:, None]).abs()
    )
    objects = far <= sizes[:, None, None]
    noise = torch.rand(count, side, side, generator=generator)
    maps = (0.45 * objects + 0.5 * noise + shift).clamp(0, 1)
    return maps, objects
