"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a manuscript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kqa.cite.drafts.draft import Draft
from kqa.cite.findings import MEANING, PROBLEMS, Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_WARNINGS = frozenset(("not_found", "needs_citation"))


def log(findings: Sequence[Finding], draft: Draft, uri: str, version: str) -> dict[str, Any]:
    """One run with a rule for each kind of problem and a result for each finding that is one."""
    rules = [rule for rule in MEANING if rule in PROBLEMS]
    results = [
        _result(finding, draft, uri, rules.index(finding.verdict)) for finding in findings if finding.problem
    ]
    driver = {
        "name": "kqa",
        "version": version,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": MEANING[rule]},
                "defaultConfiguration": {"level": _level(rule)},
            }
            for rule in rules
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _level(rule: str) -> str:
    return "warning" if rule in _WARNINGS else "error"


def _result(finding: Finding, draft: Draft, uri: str, rule: int) -> dict[str, Any]:
    end_line, end_column = draft.place(finding.end)
    parts = [MEANING[finding.verdict], finding.diff or "", finding.suggestion or ""]
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    return {
        "ruleId": finding.verdict,
        "ruleIndex": rule,
        "level": _level(finding.verdict),
        "message": {"text": ". ".join(part for part in parts if part)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "properties": {"confidence": round(finding.confidence, 4)},
    }
