"""Names of authors as lists of references and first pages print them, as CSL names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Csl = dict[str, Any]

ET_AL = "et al."
"""Kept as a note: CSL has no sign for authors that an entry leaves out."""
SUFFIXES = r"Jr\.?|Sr\.?|II|III"
INITIALS = r"(?:[^\W\d_a-zà-ÿ]\.[-‐]?\s?){1,6}"
POINTED = re.compile(rf"(?P<family>[^,;]+), (?P<given>{INITIALS})(?:,?\s*(?P<suffix>{SUFFIXES}))?")
"""`Bowers, M.B., Jr.`"""
BARE_INITIALS = re.compile(r"[^\W\d_a-zà-ÿ](?:[. ‐-]{0,2}[^\W\d_a-zà-ÿ]){0,3}\.?")
BARE = re.compile(
    rf"(?P<family>(?:[^\W\d_][\w’'‐-]*\s){{1,4}})(?P<given>[^\W\d_a-z](?:[‐-]?[^\W\d_a-z]){{0,3}})"
    rf"(?:\s(?P<suffix>{SUFFIXES}))?"
)
"""`De Kock MF`, `Shi Z-L`"""
POINTED_BARE = re.compile(
    rf"(?P<family>(?:[^\W\d_][\w’'‐-]*\s){{1,4}})(?P<given>(?:[^\W\d_a-z]\.[-‐]?){{1,4}})"
    rf"(?:\s(?P<suffix>{SUFFIXES}))?(?:(?P<more>,\s+(?:(?:&|and)\s+)?|\s+(?:&|and)\s+)|(?=\.?\s))"
)
"""`De Kock M.F., `"""
WALK = re.compile(rf"{POINTED.pattern}(?:(?P<more>;\s+)|\s+(?=[\w“\"‘'(*]))")


def names(printed: str) -> list[Csl]:
    """CSL names of `Thomas, A.; Chambers, R.A.` or `Gao M, Liu H`; one literal name for anything else."""
    bare = re.sub(r"[,;]?\s*(?:and others|et al\.?)\s*$", "", printed.strip())
    if ";" in bare or POINTED.fullmatch(bare):
        made = [POINTED.fullmatch(name.strip()) for name in bare.split(";") if name.strip()]
    else:
        made = [BARE.fullmatch(name.strip()) for name in bare.rstrip(".").split(",") if name.strip()]
    if made and all(made):
        return [_name(match) for match in made if match]
    return [{"literal": bare.rstrip(".")}] if bare else []


def cut_short(entry: Mapping[str, Any]) -> bool:
    """Whether an entry's list of authors ends in `et al.`, as its note says."""
    note = str(entry.get("note") or "")
    return note == ET_AL or note.startswith(f"{ET_AL};")


def split_semicolons(head: str) -> tuple[list[Csl], str, str]:
    """Authors, a note and the title of `Family, I.; Family, I.; et al. Title.`; perhaps no author."""
    place, found = 0, []
    while match := WALK.match(head, place):
        found.append(_name(match))
        place = match.end()
        if not match["more"]:
            return found, "", head[place:]
    if found and head.startswith("et al. ", place):
        return found, ET_AL, head[place + len("et al. ") :]
    return [], "", head


def split_commas(head: str) -> tuple[list[Csl], str, str]:
    """Authors, a note and the title of `Family II, Family I, et al. Title.`; perhaps no author."""
    authors, stop, title = head.partition(". ")
    if authors.endswith(", et al"):
        authors, note = authors.removesuffix(", et al"), ET_AL
    else:
        note = ""
    found = names(authors) if stop else []
    if found and "literal" not in found[0]:
        return found, note, title
    return _split_pointed(head)


def _split_pointed(head: str) -> tuple[list[Csl], str, str]:
    """The same of `Family I.I., Family I. & Family I.I. Title.`, whose initials have points."""
    place, found = 0, []
    while match := POINTED_BARE.match(head, place):
        found.append(_name(match))
        place = match.end()
        if not match["more"]:
            return found, "", head[place:].lstrip(". ")
        if head.startswith("et al. ", place):
            return found, ET_AL, head[place + len("et al. ") :]
    return [], "", head


def inverted_first(printed: str) -> list[Csl]:
    """CSL names of `Family, Given, Given Family, and Given Family`: only the first is turned round."""
    parts = [part for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", printed.strip()) if part]
    if len(parts) < 2:
        return [{"literal": printed.strip()}]
    return [{"family": parts[0], "given": parts[1]}, *(full(part) for part in parts[2:])]


def ampersand(printed: str) -> list[Csl]:
    """CSL names of `Family, I. I., & Family, I.`, as APA prints them."""
    flat = re.sub(r",?\s*&\s*|,\s*\.\.\.\s*", ", ", printed)
    pairs = re.findall(rf"([^,]+),\s+({INITIALS})(?:,\s*|$)", flat + " ")
    return [{"family": family.strip(), "given": given.strip()} for family, given in pairs] or [
        {"literal": printed.strip(" .")}
    ]


def full(name: str) -> Csl:
    """CSL name of `Given Given Family`; particles such as `de` and `van` stay with the family name."""
    words = name.split()
    if len(words) < 2:
        return {"literal": name.strip()}
    suffix = {"suffix": words.pop()} if len(words) > 2 and re.fullmatch(SUFFIXES, words[-1]) else {}
    split = len(words) - 1
    while split > 1 and words[split - 1][0].islower():
        split -= 1
    return {"family": " ".join(words[split:]), "given": " ".join(words[:split]), **suffix}


def pointed(given: str) -> str:
    """Initials with points, which styles tell from a name: `JLHR` as `J.L.H.R.`, `Anna` as it stands.

    >>> pointed("MF"), pointed("J P"), pointed("R A.M,"), pointed("Z-L"), pointed("Bo")
    ('M.F.', 'J.P.', 'R.A.M.', 'Z.-L.', 'Bo')
    """
    given = given.rstrip(", ")
    if not all(letter.isupper() for letter in given if letter.isalpha()):
        return given
    if re.fullmatch(INITIALS, given) or not BARE_INITIALS.fullmatch(given):
        return given
    return re.sub(r"([^\W\d_])", r"\1.", re.sub(r"[. ]", "", given))


def _name(match: re.Match[str]) -> Csl:
    given = pointed(match["given"].strip())
    suffix = (
        {"suffix": match["suffix"].rstrip(".") + "."}
        if (match["suffix"] or "").startswith(("J", "S"))
        else {}
    )
    if match["suffix"] and not suffix:
        suffix = {"suffix": match["suffix"]} if match["suffix"] else {}
    return {"family": match["family"].strip(), "given": given, **suffix}
