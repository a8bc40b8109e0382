"""Publications named as people name them, from CSL-JSON: `Dakwar et al. 2019`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kqa.corpus import entries
from kqa.corpus.people import cut_short

LONGEST_TITLE = 60


def authors(item: Mapping[str, Any]) -> str:
    """`Krupitsky`, `Thomas & Chambers`, `Dakwar et al.`, or the title where no author is known."""
    families = [
        str(a.get("family") or a.get("literal") or a.get("given") or "") for a in item.get("author", ())
    ]
    families = [name for name in families if name]
    if not families:
        return _shortened(
            str(item.get("title") or item.get("container-title") or item.get("id") or "anonymous")
        )
    if len(families) <= 2 and not cut_short(item):
        return " & ".join(families)
    return f"{families[0]} et al."


def year(item: Mapping[str, Any]) -> str:
    """The year of publication; empty where it is not known."""
    known = entries.year(item)
    return "" if known is None else str(known)


def short(item: Mapping[str, Any]) -> str:
    """`Thomas & Chambers 2025`."""
    return f"{authors(item)} {year(item)}".strip()


def with_journal(item: Mapping[str, Any]) -> str:
    """`Dakwar et al. 2019, Am. J. Psychiatry`; without the journal where it is not known."""
    journal = str(item.get("container-title-short") or item.get("container-title") or "")
    return f"{short(item)}, {journal}" if journal else short(item)


def doi_link(item: Mapping[str, Any]) -> str:
    """`https://doi.org/10.…`; empty where no DOI is known."""
    doi = str(item.get("DOI") or "")
    return f"https://doi.org/{doi}" if doi else ""


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"
