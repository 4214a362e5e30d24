"""Networks, each with one fault seen in code of this network; small enough for 16×16 images."""

from dataclasses import replace

from resattn_lab.networks import NETWORKS, ResidualAttentionNetwork

SMALL = replace(
    NETWORKS["cifar_attention_56"],
    stem_channels=8,
    channels=(8, 16, 16),
    encoder_depths=(2, 1, 1),
)


def right_network(classes):
    return ResidualAttentionNetwork(replace(SMALL, classes=classes))


def right_and_deeper(classes):
    return ResidualAttentionNetwork(replace(SMALL, classes=classes, modules=(1, 2, 1)))


def stages_without_stride(classes):
    return ResidualAttentionNetwork(replace(SMALL, classes=classes, strides=(1, 1, 1)))


def small_network(stem_channels=8, classes=10):
    return ResidualAttentionNetwork(
        replace(SMALL, stem_channels=stem_channels, classes=classes)
    )


def class_count_in_the_wrong_place(classes):
    return small_network(classes)
