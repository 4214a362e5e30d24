"""The course as files to hand out: three copies of each notebook, pages, a guide."""

from .build import build_course
from .copies import instructor_copy, learner_copy, recall_copy
from .glossary import read_glossary
from .guide import guide, update_guide
from .page import notebook_page, text_page

__all__ = [
    "build_course",
    "guide",
    "instructor_copy",
    "learner_copy",
    "notebook_page",
    "read_glossary",
    "recall_copy",
    "text_page",
    "update_guide",
]
