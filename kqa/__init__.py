"""kqa: questions over review articles, answered in passages quoted word for word.

>>> import kqa
>>> library = kqa.open("path/to/workspace")
>>> answer = library.ask("Does ketamine help people stop drinking?")
>>> [(extract.number, extract.text) for extract in answer.extracts]
"""

from kqa.answer.library import Library
from kqa.answer.library import open_library as open
from kqa.errors import KqaError
from kqa.types import Answer, Citation, Extract, Hit, Passage, Sentence
from kqa.workspace import Workspace

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Citation",
    "Extract",
    "Hit",
    "KqaError",
    "Library",
    "Passage",
    "Sentence",
    "Workspace",
    "open",
]
