r"""BibTeX and BibLaTeX entries as CSL-JSON, as reference managers export them.

Braces nest, strings join with `#`, `@string` names are replaced, and TeX's accents become letters. An entry
that is not well formed is passed over; the others are read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

MAX_NESTING = 60
"""Deepest braces followed; real entries stay below five."""

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "misc": "document",
    "dataset": "dataset",
}
_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "issue": "issue",
    "number": "issue",
    "pages": "page",
    "publisher": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "doi": "DOI",
    "url": "URL",
    "issn": "ISSN",
    "isbn": "ISBN",
    "abstract": "abstract",
    "language": "language",
    "langid": "language",
    "keywords": "keyword",
    "edition": "edition",
}
_MONTHS = {
    m: n
    for n, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "dj": "đ", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "alpha": "α", "beta": "β", "gamma": "γ", "mu": "μ",
}  # fmt: skip
_ACCENT = re.compile(r"\\([`'^~\"=.])\s*\{?\\?([A-Za-zıȷ])\}?|\\([uvHckrd])(?:\s+|\s*\{)\\?([A-Za-zıȷ])\}?")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_START = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_NAME = re.compile(r"\s*([A-Za-z_][\w:.+/-]*)\s*=\s*")


def read(text: str) -> list[dict[str, Any]]:
    """The entries of a `.bib` file, with `id` their keys and `file` the attachment that they name."""
    strings: dict[str, str] = {name: name for name in _MONTHS}
    found = []
    place = 0
    while match := _START.search(text, place):
        kind, place = match[1].lower(), match.end()
        if kind in ("comment", "preamble"):
            continue
        if kind == "string":
            fields, place = _fields(text, place, strings)
            strings.update(fields)
            continue
        key = re.compile(r"\s*([^\s,{}=]*)\s*,").match(text, place)
        if key is None:
            continue
        fields, place = _fields(text, key.end(), strings)
        if fields:
            found.append(_item(kind, key[1], fields))
    return found


def _fields(text: str, place: int, strings: dict[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while match := _NAME.match(text, place):
        value, place = _value(text, match.end(), strings)
        if value is None:
            break
        fields[match[1].lower()] = value
        comma = re.compile(r"\s*,").match(text, place)
        if comma is None:
            break
        place = comma.end()
    return fields, place


def _value(text: str, place: int, strings: dict[str, str]) -> tuple[str | None, int]:
    parts: list[str] = []
    while place < len(text):
        if text[place] == "{":
            end = _closing(text, place)
            if end < 0:
                return None, len(text)
            parts.append(text[place + 1 : end])
            place = end + 1
        elif text[place] == '"':
            end = _quote(text, place)
            if end < 0:
                return None, len(text)
            parts.append(text[place + 1 : end])
            place = end + 1
        else:
            word = re.compile(r"[\w:.+/-]+").match(text, place)
            if word is None:
                return None, place
            parts.append(strings.get(word[0].lower(), word[0]))
            place = word.end()
        more = re.compile(r"\s*#\s*").match(text, place)
        if more is None:
            break
        place = more.end()
    return "".join(parts), place


def _closing(text: str, place: int) -> int:
    depth = 0
    for at in range(place, len(text)):
        if text[at] in "{}" and text[at - 1] != "\\":
            depth += 1 if text[at] == "{" else -1
            if depth == 0:
                return at
            if depth > MAX_NESTING:
                return -1
    return -1


def _quote(text: str, place: int) -> int:
    depth = 0
    for at in range(place + 1, len(text)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
        elif text[at] == '"' and depth == 0:
            return at
    return -1


def plain(value: str) -> str:
    r"""TeX's way of writing a field as plain text: `{\"o}` is `ö`, braces go, `--` is an en dash."""
    value = _ACCENT.sub(lambda m: _accented(m[2] or m[4], m[1] or m[3]), value)
    value = _COMMAND.sub(lambda m: _LETTERS.get(m[1], ""), value)
    value = re.sub(r"\\([&%$#_{}])", r"\1", value)
    value = value.replace("---", "—").replace("--", "–").replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(re.sub(r"(?<!\\)[{}$]", "", value).split()))


def _accented(letter: str, accent: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", base + _ACCENTS[accent])


def _item(kind: str, key: str, fields: dict[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": _TYPES.get(kind, "document")}
    for field, name in _FIELDS.items():
        value = plain(fields.get(field, ""))
        if value:
            item.setdefault(name, value)
    if "subtitle" in fields and "title" in item:
        item["title"] += f": {plain(fields['subtitle'])}"
    if "page" in item:
        item["page"] = item["page"].replace("–", "-")
    for role in ("author", "editor"):
        people = _people(fields.get(role, ""))
        if people:
            item[role] = people
    date = _date(fields)
    if date:
        item["issued"] = {"date-parts": [date]}
    if fields.get("file"):
        item["file"] = fields["file"]
    return item


def _people(value: str) -> list[dict[str, str]]:
    people = []
    for name in re.split(r"\s+and\s+", value):
        bare = name.strip()
        if not bare or bare == "others":
            continue
        if bare.startswith("{") and bare.endswith("}"):
            people.append({"literal": plain(bare)})
            continue
        family, comma, given = (part.strip() for part in plain(bare).partition(","))
        if comma:
            people.append({"family": family, "given": given} if given else {"family": family})
        else:
            people.append(_full_name(family))
    return people


def _full_name(name: str) -> dict[str, str]:
    """`Ludwig van Beethoven`: what is written small before the last word belongs to the family name."""
    words = name.split()
    place = len(words) - 1
    while place > 1 and words[place - 1].islower():
        place -= 1
    return (
        {"family": " ".join(words[place:]), "given": " ".join(words[:place])}
        if place > 0
        else {"literal": name}
    )


def _date(fields: dict[str, str]) -> list[int]:
    digits = [int(part) for part in re.findall(r"\d+", fields.get("date", ""))[:3]]
    if digits:
        return digits
    year = re.search(r"\d{4}", fields.get("year", ""))
    if year is None:
        return []
    month = plain(fields.get("month", "")).lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    return [int(year[0]), number] if 1 <= number <= 12 else [int(year[0])]
