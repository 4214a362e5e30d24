"""Record what fine-tuning and training from scratch come to, over 12 … 1,000 images.

Run: python scripts/record_fine_tuning.py resattn_lab/course/records/fine_tuning.json

The images are ``write_drawn_folder``'s boats, fish, houses and trees, which no network in the
box was trained on. The body is that of a network trained on planted scenes, another one for
each seed. Every run goes on until it has converged: until it has learned its training images
by heart, first at one learning rate, then at a tenth of it. Beside it stand new last layers
alone, on three bodies: trained on scenes, trained on photographs, and not trained. A record
that is there already is added to: what has been run is not run again. All of it takes about
ten minutes of one core.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from recording_runs import facts, one_thread
from torch import Tensor, nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import ImageSet, load_image_folder, write_drawn_folder
from resattn_lab.networks import build_network, replace_classifier, settle_batch_norms

COMMAND = "python scripts/record_fine_tuning.py"
BODIES = ("scenes_attention_56", "scenes_attention_56_seed_1", "scenes_attention_56_seed_2")
PHOTOGRAPHS = "cifar10_attention_56"
CLASSES, PER_CLASS, TESTED = 4, (3, 12, 50, 250), 100
BATCH, FEWEST, JUDGED_AFTER, MOST = 16, 8, 20, 1500  # images, images, steps, steps
RATES = {"all of it": 0.001, "from scratch": 0.004}
LAYER = {"steps": 2000, "rate": 0.01, "weight decay": 0.01}  # of a last layer alone
LEARNED = (0.1, 0.05)  # mean loss at which the rate falls, and at which the training ends
LAST_LAYERS = {"last layer, scenes": BODIES, "last layer, photographs": (PHOTOGRAPHS,) * 3}
LAST_LAYERS["last layer, untrained"] = (None,) * 3


def drawn(per_class: int, seed: int) -> ImageSet:
    with tempfile.TemporaryDirectory() as folder:
        write_drawn_folder(folder, per_class=per_class, seed=seed)
        images = load_image_folder(Path(folder), size=32)
        return ImageSet(
            images=images.images[:],
            labels=images.labels,
            class_names=images.class_names,
            source=f"write_drawn_folder, seed {seed}",
        )


def first_rows(count: int) -> Tensor:
    """Rows of the first ``count`` images of each class, in a pool of all."""
    return torch.arange(CLASSES * PER_CLASS[-1]).view(CLASSES, -1)[:, :count].flatten()


def new_network(images: ImageSet, seed: int, start: str = "zero_residual") -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build_network(
            "cifar_attention_56",
            classes=CLASSES,
            width=0.5,
            initialisation=start,
            pixel_mean=images.pixel_mean(),
        )


def untrained(images: ImageSet, seed: int) -> nn.Module:
    """A network with He's weights, whose batch norms have seen the images once."""
    return settle_batch_norms(new_network(images, seed, "he"), images.floats(), batch=200)


def train(network: nn.Module, images: ImageSet, rate: float, seed: int) -> tuple[int, bool]:
    """Train until the images are learned by heart; the steps, and whether they were."""
    optimiser = torch.optim.AdamW(network.train().parameters(), lr=rate, weight_decay=0.01)
    order, x, y = torch.Generator().manual_seed(seed), images.floats(), images.labels
    steps, losses, goals = 0, [], list(LEARNED)
    while steps < MOST:
        for rows in torch.randperm(len(y), generator=order).split(BATCH):
            if len(rows) < FEWEST:  # too few for batch norms
                continue
            loss = F.cross_entropy(network(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            steps, losses = steps + 1, [*losses, loss.item()]
        if len(losses) < JUDGED_AFTER:
            continue
        if sum(losses) / len(losses) < goals[0]:
            goals.pop(0)
            if not goals:
                return steps, True
            optimiser.param_groups[0]["lr"] = rate / 10
        losses = []
    return steps, False


def features(network: nn.Module, images: Tensor) -> Tensor:
    """What the last layer of ``network`` reads: floats (N, C, H, W) -> (N, features)."""
    found: list[Tensor] = []
    hook = network.classifier.register_forward_pre_hook(lambda layer, x: found.append(x[0]))
    try:
        with torch.no_grad():
            for batch in images.split(200):
                network.eval()(batch)
    finally:
        hook.remove()
    return torch.cat(found)


def new_layer(x: Tensor, labels: Tensor, classes: int) -> nn.Linear:
    """A layer that tells ``classes`` apart by the features x (N, F); it begins at zero.

    Features are standardised while it learns, and the layer that is given back does that
    itself.
    """
    centre, spread = x.mean(dim=0), x.std(dim=0) + 1e-3
    layer = nn.Linear(x.shape[1], classes)
    nn.init.zeros_(layer.weight), nn.init.zeros_(layer.bias)
    optimiser = torch.optim.AdamW(
        layer.parameters(), lr=LAYER["rate"], weight_decay=LAYER["weight decay"]
    )
    for _ in range(LAYER["steps"]):
        loss = F.cross_entropy(layer((x - centre) / spread), labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        layer.weight.div_(spread)
        layer.bias.sub_(layer.weight @ centre)
    return layer


def right(logits: Tensor, labels: Tensor) -> float:
    return (logits.argmax(dim=1) == labels).float().mean().item()


def whole(way: str, pool: ImageSet, test: ImageSet, seed: int, done: set) -> Iterator[dict]:
    """Networks trained as a whole until they have converged, one for each count of images."""
    for images in map(pool.subset, map(first_rows, PER_CLASS)):
        if (way, len(images), seed) in done:
            continue
        if way == "from scratch":
            network = new_network(images, seed)
        else:
            network = replace_classifier(load_checkpoint(BODIES[seed])[0], CLASSES)
        steps, converged = train(network, images, RATES[way], seed)
        network.eval()
        with torch.inference_mode():
            found = {
                name: right(network(part.floats()), part.labels)
                for name, part in {"training": images, "test": test}.items()
            }
        yield {"images": len(images), "steps": steps, "converged": converged, **found}


def last_layers(
    way: str, pool: ImageSet, test: ImageSet, seed: int, done: set
) -> Iterator[dict]:
    """New last layers on a body that is asked once, one for each count of images."""
    counts = [count for count in PER_CLASS if (way, CLASSES * count, seed) not in done]
    if not counts:
        return
    body = LAST_LAYERS[way][seed]
    network = untrained(pool, seed) if body is None else load_checkpoint(body)[0]
    learned, unseen = (features(network, part.floats()) for part in (pool, test))
    for rows in map(first_rows, counts):
        layer = new_layer(learned[rows], pool.labels[rows], CLASSES)
        yield {
            "images": len(rows),
            "training": right(layer(learned[rows]), pool.labels[rows]),
            "test": right(layer(unseen), test.labels),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    runs = json.loads(path.read_text())["runs"] if path.is_file() else []
    done = {(run["way"], run["images"], run["seed"]) for run in runs}
    test = drawn(TESTED, seed=1000)
    for seed in range(len(BODIES)):
        pool = drawn(PER_CLASS[-1], seed=seed)
        for way in (*LAST_LAYERS, *RATES):
            started = time.process_time()
            kind = last_layers if way in LAST_LAYERS else whole
            for found in kind(way, pool, test, seed, done):
                now = time.process_time()
                seconds = {"cpu_seconds": round(now - started, 1)}
                runs.append({"way": way, "seed": seed, **found, **seconds})
                started = now
                kept = {
                    **facts(COMMAND),
                    "data": "write_drawn_folder: boats, fish, houses and trees, 32×32 pixels",
                    "bodies": BODIES,
                    "photographs": PHOTOGRAPHS,
                    "test_images": len(test),
                    "recipe": f"AdamW, batches of {BATCH}, rates {RATES}, weight decay 0.01, "
                    "gradients clipped at 1, no augmentation; a tenth of the rate from a mean "
                    f"loss of {LEARNED[0]} on, until {LEARNED[1]}; at most {MOST} steps",
                    "recipe of last layers": f"AdamW on standardised features, {LAYER}",
                    "runs": runs,
                }
                path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
                print(runs[-1], flush=True)


if __name__ == "__main__":
    main()
