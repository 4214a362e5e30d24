"""The course as files to hand out: three copies of each notebook, pages, a guide."""

from .build import COPIES, build_course
from .copies import instructor_copy, learner_copy, recall_copy
from .course_folder import CourseFiles, write_course_folder
from .cover import attach_cover, cover
from .folded import fold_answers
from .glossary import read_glossary
from .guide import first_heading, guide, update_guide
from .minutes import planned_minutes
from .page import notebook_page, text_page

__all__ = [
    "COPIES",
    "CourseFiles",
    "attach_cover",
    "build_course",
    "cover",
    "first_heading",
    "fold_answers",
    "guide",
    "instructor_copy",
    "learner_copy",
    "notebook_page",
    "planned_minutes",
    "read_glossary",
    "recall_copy",
    "text_page",
    "update_guide",
    "write_course_folder",
]
