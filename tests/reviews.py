"""The two reviews that kqa comes with, and the blocks of an article."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from kqa.corpus.article import Article, Block, load

CORPUS = Path(__file__).parents[1] / "corpus"
KEYS = ("thomas2025", "ibeneme2024")


def read(key: str) -> Article:
    """One of them as it lies in the repository."""
    return load(CORPUS / key)


def of(article: Article, kind: str) -> list[Block]:
    """The blocks of a kind, in order."""
    return [block for block in article.blocks if block.kind == kind]


def words(article: Article, block: Block) -> str:
    """The text of a block."""
    return article.text[block.start : block.end]


def marks(text: str) -> list[str]:
    """Every word, number and sign in order, without the marks of Markdown and raised letters lowered."""
    text = re.sub(r"^\|[ |-]+\|$", "", text, flags=re.M)
    text = re.sub(r"^(?:#+ )?\**", "", text, flags=re.M)
    text = re.sub(r"^ *(?:-|\d{1,2}[.)]) (?=\S)", "", text, flags=re.M)
    text = unicodedata.normalize("NFKC", re.sub(r"</?su[pb]>|[#*\\|]", "", text))
    return re.findall(r"[^\W\d_]+|\d+|[^\w\s]", text)
