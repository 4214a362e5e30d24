"""Images: planted scenes made here, CIFAR, any folder; their splits and batches."""

from .augmentation import Crops, draw_crops, pad_crop_flip
from .batch_order import BatchOrder
from .batches import Batches, LoaderBatches
from .cifar import load_cifar
from .drawn_folder import write_drawn_folder
from .folder_loader import folder_loader
from .image_facts import identity, image_facts, note_doubts, repeated_images
from .image_folder import load_image_folder
from .image_set import ImageSet, to_floats
from .image_source import ImageSource
from .input_spec import InputSpec
from .label_noise import confusion_matrix, noisy_labels
from .load_images import load_images
from .photographs import find_photographs
from .planted_scenes import Scenes, planted_scenes
from .resize import resize
from .scene_set import scene_set
from .splits import Splits, split, split_rows

__all__ = [
    "BatchOrder",
    "Batches",
    "Crops",
    "ImageSet",
    "ImageSource",
    "InputSpec",
    "LoaderBatches",
    "Scenes",
    "Splits",
    "confusion_matrix",
    "draw_crops",
    "find_photographs",
    "folder_loader",
    "identity",
    "image_facts",
    "load_cifar",
    "load_image_folder",
    "load_images",
    "noisy_labels",
    "note_doubts",
    "pad_crop_flip",
    "planted_scenes",
    "repeated_images",
    "resize",
    "scene_set",
    "split",
    "split_rows",
    "to_floats",
    "write_drawn_folder",
]
