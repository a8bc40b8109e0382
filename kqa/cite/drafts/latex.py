"""LaTeX: biblatex and natbib citations, csquotes and plain quotation marks; the rest set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kqa.cite.drafts.draft import PLACEHOLDER, Cite, Source
from kqa.cite.drafts.markdown import REFERENCE_HEADING
from kqa.cite.drafts.mask import Mask

_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_OUTSIDE = (
    "equation|align|gather|multline|eqnarray|math|displaymath|verbatim|lstlisting|minted|tikzpicture|tabular|tabularx"
    "|longtable|thebibliography|algorithm|algorithmic|comment|filecontents"
)
_ENVIRONMENT = re.compile(rf"\\begin\{{(?P<name>(?:{_OUTSIDE})\*?)\}}.*?(?:\\end\{{(?P=name)\}}|\Z)", re.S)
_MATH = re.compile(r"\$\$.+?\$\$|(?<!\\)\$(?:[^$\\]|\\.)+?(?<!\\)\$|\\\[.+?\\\]|\\\(.+?\\\)", re.S)
_VERB = re.compile(r"\\(?:verb|lstinline)\*?(?P<mark>[^\w\s{])[^\n]*?(?P=mark)")
_CITE = re.compile(
    r"\\(?P<command>[Cc]ites?|[a-zA-Z]*[cC]ite[a-zA-Z]*)\*?(?P<options>(?:\s*\[[^\]]*\]){0,2})\s*\{(?P<keys>[^{}]*)\}"
)
_NO_CITE = ("nocite", "citestyle", "citename", "defcitealias", "bibcite", "citereset")
_TEXTUAL = re.compile(r"(?:text|t$|author|alt?$)", re.I)
_QUOTE_COMMAND = re.compile(r"\\(?:enquote|textquote|blockquote)\*?(?:\s*\[[^\]]*\]){0,2}\s*\{")
_BLOCK = re.compile(
    r"\\begin\{(?P<name>quote|quotation|displayquote)\}(?P<inside>.*?)\\end\{(?P=name)\}", re.S
)
_HEADING = re.compile(
    r"\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|title|author|date|caption)\*?(?:\[[^\]]*\])?\{"
)
_SWALLOWED = re.compile(
    r"\\(?:label|ref|eqref|[cC]ref|autoref|pageref|includegraphics|usepackage|input|include|bibliography\w*|addbibresource"
    r"|documentclass|url|vspace|hspace|setlength|newcommand|renewcommand|begin|end|graphicspath|printbibliography"
    r"|pagestyle|thispagestyle|hypersetup)\*?(?:\s*\[[^\]]*\])*(?:\s*\{[^{}]*\})*"
)
_BRACE = re.compile(r"(?<!\\)[{}]")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}")
_NAME = re.compile(r"\\[a-zA-Z]+\*?(?:\s*\[[^\]\n]*\])?|\\\\(?:\[[^\]]*\])?")


def source(text: str, name: str) -> Source:
    """Set aside what is no prose and find citations and marked quotations."""
    mask = Mask(text)
    mask.blank_all(_COMMENT)
    start = re.search(r"\\begin\{document\}", mask.text)
    if start:
        mask.blank(0, start.end())
    end = re.search(r"\\end\{document\}", mask.text)
    if end:
        mask.blank(end.start(), len(text))
    for pattern in (_ENVIRONMENT, _VERB, _MATH):
        mask.blank_all(pattern)
    _blank_headings(mask)
    cites = tuple(sorted(_cites(mask.text), key=lambda cite: cite.start))
    for cite in cites:
        mask.blank(cite.start, cite.end)
    blocks = tuple(m.span("inside") for m in _BLOCK.finditer(mask.text))
    quoted = tuple(_marked(mask.text))
    commands = {m.end(): m.start() for m in _QUOTE_COMMAND.finditer(mask.text)}
    for begin, finish in quoted:
        mask.blank(commands[begin], begin)
        mask.blank(finish, finish + 1)
    for pattern in (_HREF, _SWALLOWED, _NAME):
        mask.blank_all(pattern)
    mask.blank_all(re.compile(r"(?<!\\)[{}]"))
    return Source(name, text, mask.text, cites, blocks, quoted)


def _blank_headings(mask: Mask) -> None:
    text = mask.text
    for match in _HEADING.finditer(text):
        end = _closing(text, match.end() - 1)
        mask.blank(match.start(), end)
        if REFERENCE_HEADING.fullmatch(text[match.end() : end - 1].strip()):
            following = _HEADING.search(text, end)
            mask.blank(end, following.start() if following else len(text))


def _cites(text: str) -> Iterator[Cite]:
    for match in _CITE.finditer(text):
        command = match["command"]
        if command.lower().startswith(_NO_CITE):
            continue
        options = re.findall(r"\[([^\]]*)\]", match["options"])
        locator = options[-1].replace("~", " ").strip() if options else ""
        for key in match["keys"].split(","):
            named = PLACEHOLDER if key.strip() in ("?", "") else key.strip()
            yield Cite(named, locator, *match.span(), textual=bool(_TEXTUAL.search(command)))
    for match in re.finditer(r"\[@\?\]", text):
        yield Cite(PLACEHOLDER, "", *match.span())


def _marked(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans inside `\enquote{…}` and its kin; the outer one where they are nested."""
    after = 0
    for match in _QUOTE_COMMAND.finditer(text):
        if match.start() < after:
            continue
        end = _closing(text, match.end() - 1)
        after = end
        yield match.end(), end - 1


def _closing(text: str, opening: int) -> int:
    """The offset after the brace that closes the one at `opening`; the end of the text if none does."""
    depth = 0
    for match in _BRACE.finditer(text, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return len(text)
