"""Ready citations of a place in an article, in the forms that manuscripts use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kqa.answer import names
from kqa.types import Passage

FORMS = ("pandoc", "latex", "plain")


def locator(passage: Passage) -> str:
    """The part of a passage's locator that readers of another edition can follow: `sec. 1.5`, `Table 2`."""
    return re.split(r", (?:para\.|row|item|key|caption|note)(?=\s|$)", passage.locator)[0]


def cite(key: str, place: str, form: str, *, number: int = 1) -> str:
    r"""One citation: `[@thomas2025, sec. 1.5]`, `\autocite[sec.~1.5]{thomas2025}`, `[1]`."""
    if form == "latex":
        escaped = re.sub(r"([%&_#$])", r"\\\1", place).replace(" ", "~", 1)
        return f"\\autocite[{escaped}]{{{key}}}" if place else f"\\autocite{{{key}}}"
    if form == "plain":
        return f"[{number}]"
    clean = re.sub(r"[\[\]@;]", "", place)
    return f"[@{key}, {clean}]" if clean else f"[@{key}]"


def as_cited_in(references: Sequence[Mapping[str, Any]], article: Mapping[str, Any]) -> str:
    """`Dakwar et al. 2019, as cited in Thomas & Chambers 2025`; empty where nothing is cited."""
    if not references:
        return ""
    return f"{'; '.join(names.short(entry) for entry in references)}, as cited in {names.short(article)}"
