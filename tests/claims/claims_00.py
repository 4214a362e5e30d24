"""What notebook 00 says."""


def masks_find_the_object_more_often_than_chance_or_an_untrained_network(
    hits, best, chance, hits_untrained
):
    assert hits[best] >= 0.40 > 0.20 > max(chance, *hits_untrained.values())


def a_single_channel_does_better(share):
    assert share >= 0.65
