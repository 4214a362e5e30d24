"""Wrong answers to the exercises of notebook 13, and the words that name each mistake."""

import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import AttentionModule, ResidualUnit
from resattn_lab.recording import record_masks


def run(make, channels, depth, side, **options):
    module = make(channels, depth)
    return module, module(torch.randn(2, channels, side, side, **options))


def pooled(make, channels, depth, side):
    """The sides that the pooling layers put out."""
    sides, module = [], make(channels, depth)
    for part in module.modules():
        if isinstance(part, nn.MaxPool2d):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, channels, side, side))
    return sides


def asserts(claim, words=""):
    """A test that fails where ``claim`` is not true."""

    def test(*arguments):
        assert claim(*arguments), words

    return test


def same_shape(make, channels, depth, side):
    return run(make, channels, depth, side)[1].shape == (2, channels, side, side)


def always(*arguments):
    return True


def never(*arguments):
    return False


def sizes_of_its_own(make, channels, depth, side):
    return pooled(make, 16, 3, 16) == [8, 4, 2]


def loss_goes_down(make, channels, depth, side):
    module = make(channels, depth)
    x, target = torch.randn(2, 2, channels, side, side)
    sgd, losses = torch.optim.SGD(module.parameters(), 0.05), []
    for _ in range(2):
        losses.append(F.mse_loss(module(x), target))
        sgd.zero_grad()
        losses[-1].backward()
        sgd.step()
    return losses[-1] < losses[0]


def names_are_unique(make, channels, depth, side):
    module = make(channels, depth)
    twice = list(module.named_parameters(remove_duplicate=False))
    return len(twice) == len(list(module.parameters()))


def every_layer_runs_once(make, channels, depth, side):
    runs, module = [], make(channels, depth)
    for part in module.modules():
        if not list(part.children()):
            part.register_forward_hook(lambda part, given, out: runs.append(part))
    module(torch.randn(2, channels, side, side))
    return len(runs) == len({id(part) for part in runs})


def parameters_of_16_channels(make, channels, depth, side):
    count = sum(p.numel() for p in make(channels, depth).parameters())
    return count == sum(p.numel() for p in AttentionModule(16, encoder_depth=3).parameters())


def counts_with_post(make, channels, depth, side):
    runs, module = [], make(channels, depth)
    for part in (*module.mask.modules(), module.post[0], module.pre[0]):
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(lambda part, given, out: runs.append(part))
    module(torch.randn(2, channels, side, side))
    return len(runs) == len({id(part) for part in runs})


def masks_of(module, x):
    with record_masks(module) as masks:
        module(x)
    return masks["mask"]


def another(part):
    for parameter in part.parameters():
        nn.init.normal_(parameter)


def mask_stays(change, *, ask=masks_of):
    """A test that compares what ``ask`` gives before and after ``change(module)``."""

    def test(make, channels, depth, side):
        module, x = make(channels, depth), torch.randn(2, channels, side, side)
        before = ask(module, x)
        change(module)
        assert torch.equal(before, ask(module, x))

    return test


def mask_stays_at_one_size(make, channels, depth, side):
    module, x = make(16, 3), torch.randn(2, 16, 16, 16)
    before = masks_of(module, x)
    another(module.trunk)
    assert torch.equal(before, masks_of(module, x))


def last_hears(speaks, *, least=2):
    """A test: nothing reaches the last unit, where each puts out ``speaks(run, out)``."""

    def test(make, channels, depth, side):
        heard, module = [], make(channels, depth)

        def hook(unit, given, out):
            heard.append(given[0].abs().max())
            return speaks(len(heard), out)

        for part in module.mask.modules():
            if isinstance(part, ResidualUnit):
                part.register_forward_hook(hook)
        module(torch.randn(2, channels, side, side))
        assert depth < least or heard[-1] == 0, "the last unit hears something"

    return test


def by_name(make, channels, depth, side):
    """What comes up where skip and level below are silent; it needs their names."""
    level, came = make(channels, depth).mask.levels, []
    for part in (level.skip, level.inner):
        if part is not None:
            part.register_forward_hook(lambda part, given, out: torch.zeros_like(out))
    level.up.register_forward_hook(lambda up, given, out: came.append(given[0].abs().max()))
    level(torch.randn(2, channels, side, side))
    assert depth == 1 or came[0] == 0


def choice_is(expected):
    """A test with fixed figures: the epoch must be ``expected``."""

    def test(choose):
        assert choose([0.5, 0.7, 0.6], [0.7, 0.5, 0.6]) == expected

    return test


def unmoved_by_two_lists(choose):
    assert choose([0.5, 0.7, 0.6], [0.7, 0.5, 0.6]) == choose([0.5, 0.7, 0.6], [0.5, 0.6, 0.7])


def both_lists_anew(choose):
    first, second = (choose(*torch.rand(2, 6).tolist()) for _ in range(2))
    assert first == second and choose(*torch.rand(2, 6).tolist()) == first


def test_list_left_out(choose):
    assert choose([0.5, 0.7, 0.6]) == 1


def no_test_figures(choose):
    assert choose([0.5, 0.7, 0.6], []) == choose([0.5, 0.7, 0.6], [0.5, 0.6, 0.7])


def first_of_ties(choose):
    unmoved_by_two_lists(choose)
    assert choose([0.7, 0.5, 0.7], [0.5, 0.5, 0.9]) == 0


def unit_sides(make, channels, depth, side):
    sides, module = [], make(channels, depth)
    for part in module.mask.modules():
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, channels, side, side))
    return sides


def planted(**methods):
    """A class like the reference, with these methods."""

    def build(self, channels, depth):
        AttentionModule.__init__(self, channels, encoder_depth=depth)

    return type("Planted", (AttentionModule,), {"__init__": build, **methods})


def fused(change):
    """An Attention Module's forward, with ``change(self, trunk, mask)`` in the middle."""

    def forward(self, x):
        x = self.pre(x)
        return self.post(change(self, self.trunk(x), self.mask(x)))

    return planted(forward=forward)


class OneMore(AttentionModule):
    def __init__(self, channels, depth):
        super().__init__(channels, encoder_depth=depth)
        self.more = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        return super().forward(self.more(x))


class Naive(AttentionModule):
    def __init__(self, channels, depth):
        super().__init__(channels, encoder_depth=depth, attention_residual=False)


class MaskCutOff(planted()):
    def forward(self, x):
        x = self.pre(x)
        return self.post(self.fusion(self.trunk(x), self.mask(x.flip(-1)).detach()))


class TrunkInMask(planted()):
    def forward(self, x):
        x = self.pre(x)
        trunk = self.trunk(x)
        return self.post(self.fusion(trunk, self.mask(x + trunk)))


class PoolsLess(planted()):
    def forward(self, x):
        x = self.pre(x)
        small = self.mask(F.interpolate(x, scale_factor=0.5))
        return self.post(self.fusion(self.trunk(x), F.interpolate(small, x.shape[-2:])))


WRONG = {
    "13.sides": {
        "rounded down": (((10, 13), (5, 6), (2, 3)), "rounded down"),
        "the fault": (((11, 14),) * 3, "the fault itself"),
        "width first": (((14, 11), (7, 6), (4, 3)), "Height first"),
        "upwards": (((3, 4), (6, 7), (11, 14)), "down comes first"),
        "one too early": (((21, 27), (11, 14), (6, 7)), "before the first pooling"),
        "no stride": (((19, 25), (17, 23), (15, 21)), "without stride"),
        "the last rounded down": (((11, 14), (6, 7), (3, 3)), "Pooling 3 reads 6×7"),
        "two": (((11, 14), (6, 7)), "2 part(s) came"),
        "numbers": ((11, 6, 3), "Three pairs"),
    },
    "13.pools": {
        "cannot fail": (always, "use make(channels, depth)"),
        "asserts nothing": (pooled, "what it asserts is true of"),
        "shape alone": (asserts(same_shape), "what it asserts is true of"),
        "always fails": (asserts(lambda *a: not pooled(*a)), "accuses every module"),
        "rounds down": (
            asserts(
                lambda m, c, d, s: pooled(m, c, d, s) == [s // 2**k for k in (1, 2, 3)][:d]
            ),
            "odd sides",
        ),
        "one size": (
            asserts(lambda m, c, d, s: pooled(m, c, d, s) == [8, 4, 2][:d]),
            "It demands 16×16",
        ),
        "three poolings": (
            asserts(lambda m, c, d, s: len(pooled(m, c, d, s)) == 3),
            "It demands 3 poolings",
        ),
        "a size of its own": (asserts(sizes_of_its_own), "use the arguments"),
        "a side of its own": (
            asserts(lambda m, c, d, s: pooled(m, c, d, 16) == [8, 4, 2][:d]),
            "use `side`",
        ),
        "the first alone": (
            asserts(lambda m, c, d, s: pooled(m, c, d, s)[0] == (s + 1) // 2),
            "true of Suspect B (every level pools the module's input)",
        ),
        "the count alone": (
            asserts(lambda m, c, d, s: len(pooled(m, c, d, s)) == d),
            "true of Suspect B (every level pools the module's input)",
        ),
        "layers counted": (
            asserts(
                lambda m, c, d, s: (
                    sum(isinstance(p, nn.MaxPool2d) for p in m(c, d).modules()) == d
                )
            ),
            "written in a loop",
        ),
        "a fixed input": (
            lambda m, c, d, s: m(c, d)(torch.randn(2, 16, 16, 16)),
            "breaks off with RuntimeError",
        ),
        "crashes on the guilty": (
            lambda m, c, d, s: [1][len(set(pooled(m, c, d, s))) - d],
            "breaks off",
        ),
        "too few arguments": (lambda make: None, "TypeError"),
    },
    "13.own_weights": {
        "cannot fail": (always, "use make(channels, depth)"),
        "loss goes down": (asserts(loss_goes_down), "what it asserts is true of"),
        "always false": (lambda m, c, d, s: bool(m(c, d) is None), "accuses every module"),
        "names": (asserts(names_are_unique), "Suspect J"),
        "all layers": (asserts(every_layer_runs_once), "a false alarm"),
        "at 16 channels": (asserts(parameters_of_16_channels), "a false alarm"),
        "asks for post": (asserts(counts_with_post), "A crash is no verdict"),
        "misspelt": (lambda m, c, d, s: m(c, d).trnk, "breaks off with AttributeError"),
        "only the mask": (
            asserts(
                lambda m, c, d, s: (
                    len([u for u in m(c, d).mask.modules() if isinstance(u, ResidualUnit)])
                    == 3 * d - 1
                )
            ),
            "Suspect J",
        ),
    },
    "13.own_branch": {
        "cannot fail": (always, "use make(channels, depth)"),
        "nothing changed": (mask_stays(lambda module: None), "what it asserts is true of"),
        "the output": (
            mask_stays(lambda m: another(m.trunk), ask=lambda module, x: module(x)),
            "accuses every module",
        ),
        "everything changed": (mask_stays(another), "accuses every module"),
        "the branch is called": (
            mask_stays(lambda m: another(m.trunk), ask=lambda module, x: module.mask(x)),
            "Suspect F (the trunk added inside the mask branch): TypeError",
        ),
        "shapes": (
            mask_stays(
                lambda m: another(m.trunk), ask=lambda m, x: torch.tensor(masks_of(m, x).shape)
            ),
            "what it asserts is true of",
        ),
        "misspelt": (mask_stays(lambda m: another(m.trnk)), "breaks off with AttributeError"),
        "a size of its own": (mask_stays_at_one_size, "use the arguments"),
        "the later units": (
            mask_stays(lambda m: another(m.post)),
            "what it asserts is true of",
        ),
    },
    "13.way_up": {
        "cannot fail": (always, "use make(channels, depth)"),
        "nobody is silenced": (last_hears(lambda run, out: out), "a false alarm"),
        "all are silenced": (
            last_hears(lambda run, out: torch.zeros_like(out)),
            "what it asserts is true of Suspect V",
        ),
        "one pooling as well": (
            last_hears(lambda run, out: out if run == 1 else torch.zeros_like(out), least=1),
            "a right module (16 channels, 1 pooling",
        ),
        "by name": (by_name, "written in a loop"),
        "shapes": (asserts(same_shape), "what it asserts is true of"),
        "misspelt": (lambda m, c, d, s: m(c, d).mask.lvls, "breaks off with AttributeError"),
        "at three poolings alone": (
            last_hears(lambda run, out: out if run == 1 else torch.zeros_like(out), least=3),
            "Suspect V (what came down added once more beside the skip) slip through",
        ),
    },
    "13.choice": {
        "cannot fail": (lambda choose: None, "never calls choose"),
        "asserts nothing": (lambda choose: choose([0.5, 0.6], [0.6, 0.5]), "passes every rule"),
        "always false": (lambda choose: choose([0.5], [0.5]) > 9, "accuses every rule"),
        "best on validation": (choice_is(1), "It accuses the last epoch"),
        "two lists": (unmoved_by_two_lists, "only where two epochs validate equally well"),
        "everything anew": (both_lists_anew, "accuses the best on validation"),
        "left out": (test_list_left_out, "breaks off with TypeError"),
        "empty": (no_test_figures, "A crash is no verdict"),
        "the first of ties": (first_of_ties, "the test set has no say in that"),
        "in range": (
            asserts(lambda choose: 0 <= choose([0.5, 0.6], [0.6, 0.5]) < 2),
            "passes every rule",
        ),
    },
    "13.values": {
        "five hundred": (500, "do not add up"),
        "a thousand": (1000, "do not add up"),
        "nine": (9, "one right module in 512"),
        "three": (3, "one right module in 8"),
        "eleven": (11, "one in 1,024"),
        "twenty": (20, "fewer values"),
        "unrounded": (9.97, "come whole"),
        "none": (0, "one at least"),
        "a word": ("ten", "a str came"),
    },
    "13.reach": {
        "cannot fail": (always, "use make(channels, depth)"),
        "poolings": (
            asserts(lambda m, c, d, s: min(pooled(m, c, d, s), default=s) == -(-s // 2**d)),
            "halves by a strided convolution",
        ),
        "rounds down": (
            asserts(lambda m, c, d, s: min(unit_sides(m, c, d, s)) == s // 2**d),
            "odd sides",
        ),
        "some are halved": (
            asserts(lambda m, c, d, s: min(unit_sides(m, c, d, s)) < s),
            "what it asserts is true of",
        ),
        "at 16": (
            asserts(lambda m, c, d, s: min(unit_sides(m, c, d, s)) == 2),
            "a false alarm",
        ),
        "the largest": (
            asserts(lambda m, c, d, s: max(unit_sides(m, c, d, s)) == -(-s // 2**d)),
            "a false alarm",
        ),
        "skips poolings that are not there": (
            lambda m, c, d, s: pooled(m, c, d, s)[0],
            "breaks off with IndexError",
        ),
        "only where there is a pooling": (
            asserts(
                lambda m, c, d, s: (
                    not (sides := pooled(m, c, d, s)) or min(sides) == -(-s // 2**d)
                )
            ),
            "a module that halves by",
        ),
    },
    "13.planted": {
        "the right one": (planted(), "exactly what the right module does"),
        "naive": (Naive, "“a closed mask keeps the trunk” fails"),
        "rounding": (fused(lambda m, t, a: (1 + a) * t * (1 + 3e-7)), "that is rounding"),
        "a cut": (fused(lambda m, t, a: m.fusion(t, a)[..., ::2]), "the shape it was given"),
        "infinite": (fused(lambda m, t, a: t / (0 * a)), "not finite"),
        "by chance": (fused(lambda m, t, a: m.fusion(t, F.dropout(a, 0.5))), "at each run"),
        "a layer more": (OneMore, "2 more, 0 fewer"),
        "no gradient": (MaskCutOff, "No gradient reaches"),
        "small masks": (PoolsLess, "“each level pools the one above” fails"),
        "trunk in the mask": (TrunkInMask, "“the mask is its own branch's” fails"),
        "no module": (lambda channels, depth: 3, "int came"),
        "a module": (nn.ReLU(), "the class itself"),
    },
}
