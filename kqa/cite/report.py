"""Findings as people read them: place, verdict, words, difference, source."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kqa.cite.findings import MEANING, Finding
from kqa.terminal import one_line

Paint = Callable[[str, str], str]
_MODELLED = frozenset(("supported", "conflict", "not_found", "needs_citation"))


def lines(
    findings: Sequence[Finding], name: str, *, width: int, paint: Paint, everything: bool
) -> Iterator[str]:
    """The report, problems only unless `everything` is wanted, then a summary."""
    unresolved = [f.text for f in findings if f.verdict == "unresolved"]
    if unresolved:
        listed = ", ".join(dict.fromkeys(unresolved))
        yield from textwrap.wrap(f"{name} cites keys that the workspace lacks: {listed}", width)
        yield ""
    for finding in findings:
        if everything or finding.problem:
            yield from _finding(finding, name, width, paint)
            yield ""
    yield summary(findings)


def summary(findings: Sequence[Finding]) -> str:
    """`41 findings: 30 supported, 6 verbatim, 2 altered …`, problems last."""
    counts = Counter(finding.verdict for finding in findings)
    if not counts:
        return "Nothing to check: no quotation, citation or claim found."
    parts = [f"{counts[verdict]} {verdict.replace('_', ' ')}" for verdict in MEANING if counts[verdict]]
    problems = sum(finding.problem for finding in findings)
    tail = f"{problems} to look at" if problems else "no problems"
    return f"{len(findings)} findings: {', '.join(parts)}; {tail}."


def _finding(finding: Finding, name: str, width: int, paint: Paint) -> Iterator[str]:
    sure = f" ({finding.confidence:.0%})" if finding.verdict in _MODELLED else ""
    role = "warning" if finding.problem else "strong"
    verdict = paint(finding.verdict.replace("_", " ") + sure, role)
    yield f"{name}:{finding.line}:{finding.column}: {verdict}"
    yield from _wrapped(finding.text, width, "  ")
    if finding.diff:
        yield from _wrapped(finding.diff, width, "  differs: ")
    if finding.source:
        place = f"{finding.source.article}, {finding.source.locator}"
        said = finding.suggestion and finding.source.text in finding.suggestion
        if said or finding.diff:
            yield paint(f"  source: {place}", "quiet")
        else:
            yield from (
                paint(line, "quiet")
                for line in _wrapped(f"{place}: {finding.source.text}", width, "  source: ")
            )
    if finding.suggestion and not finding.diff:
        yield from _wrapped(finding.suggestion, width, "  → ")


def _wrapped(text: str, width: int, lead: str) -> list[str]:
    return textwrap.wrap(one_line(text), width, initial_indent=lead, subsequent_indent=" " * len(lead))
