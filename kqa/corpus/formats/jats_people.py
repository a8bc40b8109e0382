"""The people of a JATS article and of its references as CSL names."""

from __future__ import annotations

import re
from typing import Any

from kqa.corpus import people as names
from kqa.corpus.formats.running import plain
from kqa.corpus.formats.xml import Element, first, local, words

ROLES = ("author", "editor", "translator")
TITLES = ("article-title", "chapter-title", "part-title", "data-title")
"""Elements with the title of a work within another."""


_CLOSED = re.compile(r"(?<=[^\W\d_]{5})\.$")
"""The stop after a group's name, `World Health Organization.`, which ends no abbreviation."""


_ET_AL = re.compile(r"et\.? al\.?|and others", re.IGNORECASE)
_GROUP = re.compile(
    r"^The\b|\b(?:Organi[sz]ations?|Group|Consortium|Committee|Association|Society|Institutes?|Agency|Department"
    r"|Ministry|Council|Network|Team|Program(?:me)?|Cent(?:er|re)s?|Collaborat\w+|Foundation|University)\b"
)
"""Words that a body bears and a person does not."""


def put(citation: Element, item: dict[str, Any]) -> None:
    """Add the people whom a citation names to an item, by their roles."""
    titled = False
    for child in citation:
        titled = titled or local(child) in TITLES
        if local(child) == "person-group":
            later = titled and "author" in item  # who stand after a chapter's title are the book's
            role = _role(child.get("person-group-type") or "")
            role = "editor" if later and role == "author" else role
            item.setdefault(role, []).extend(people(child))
    loose = people(citation)
    if loose:
        item.setdefault("author", []).extend(loose)
    for role in ROLES:
        if role in item and not item[role]:
            del item[role]


def _role(kind: str) -> str:
    """The CSL role of a group of people: `allauthors` are authors, `guest-editor` edits."""
    if "transl" in kind:
        return "translator"
    return "editor" if "edit" in kind or kind in ("ed", "eds") else "author"


def people(element: Element) -> list[dict[str, str]]:
    """CSL names of an element's `name`, `string-name` and `collab` children, in order."""
    found = []
    for child in element:
        kind = local(child)
        if kind == "name-alternatives":
            child = first(child, "name", "string-name")
            kind = local(child) if child is not None else ""
        if kind in ("name", "string-name"):
            found.append(_name(child))
        elif kind in ("collab", "institution"):
            group = words(first(child, "institution")) or _group(child)
            found.append({"literal": _CLOSED.sub("", group)})
    return [name for name in found if name and name.get("literal") != ""]


def _group(collaboration: Element) -> str:
    """A group's name, without its members and addresses."""
    parts = [collaboration.text or ""]
    for child in collaboration:
        if local(child) not in ("contrib-group", "contrib", "address", "aff", "xref", "fn", "email", "break"):
            parts.append(words(child))
        parts.append(child.tail or "")
    return plain("".join(parts)).strip(" ,;") or words(collaboration)


def _name(element: Element) -> dict[str, str]:
    family = words(first(element, "surname"))
    given = words(first(element, "given-names"))
    name = {"family": family, "given": given, "suffix": words(first(element, "suffix"))}
    if not family:
        return _whole_name(words(element))
    return {field: value for field, value in name.items() if value}


def _whole_name(printed: str) -> dict[str, str]:
    """A name whose parts are not marked: `Sedghamiz, H.`, `Sedghamiz H` or `Hooman Sedghamiz`."""
    if not printed or _ET_AL.fullmatch(printed):
        return {}
    parts = [part.strip() for part in printed.split(",")]
    if _GROUP.search(printed) or len(parts) > 2:
        return {"literal": printed}
    if len(parts) == 2 and all(parts):
        return {"family": parts[0], "given": parts[1]}
    known = names.names(printed)[:1]
    return known[0] if known and "family" in known[0] else names.full(printed)
