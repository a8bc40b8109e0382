"""`kqa check`: a manuscript held against the articles."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kqa import terminal
from kqa.answer.library import Library
from kqa.errors import UsageError
from kqa.workspace import find

_EPILOG = """\
verdicts: verbatim, cosmetic, altered, misattributed (quotations); unresolved (citations); supported,
  conflict, not found, needs citation, own (claims). `[@?]` asks for a citation.
exit code: 0 no problems, 1 problems, 2 the manuscript cannot be read.

Example: kqa check draft.md --fix"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa check`."""
    add = parser.add_argument
    add("draft", metavar="DRAFT", type=Path, help="a .md, .qmd, .tex, .docx or .txt manuscript")
    add("--all", action="store_true", help="list what is right too, not only problems")
    add("--json", action="store_true", help="print one JSON object with every finding")
    add("--sarif", metavar="FILE", type=Path, help="also write the problems as SARIF 2.1.0")
    add("--fix", action="store_true", help="write a copy with placeholders filled and typography mended")
    parser.epilog = _EPILOG


def run(args: argparse.Namespace) -> int:
    """Check, report, write what was asked for."""
    from kqa.cite import check, drafts, findings

    library = Library(find(args.workspace))
    with terminal.ProgressBar() as bar:
        progress = bar if sys.stderr.isatty() else None
        draft = drafts.read(args.draft, progress=progress)
        found = check.check(library, draft, progress=progress)
    if args.sarif is not None:
        _write_sarif(args.sarif, args.draft, draft, found)
    if args.json:
        print(
            json.dumps(
                findings.as_json(found), ensure_ascii=not terminal.speaks_unicode(sys.stdout), indent=2
            )
        )
    else:
        from kqa.cite import report

        paint, width = terminal.painter(sys.stdout), terminal.width()
        for line in report.lines(found, args.draft.name, width=width, paint=paint, everything=args.all):
            print(line)
    if args.fix:
        _fix(args.draft, draft, found)
    return 1 if any(finding.problem for finding in found) else 0


def _write_sarif(file: Path, path: Path, draft: object, found: object) -> None:
    from kqa import __version__
    from kqa.cite import sarif
    from kqa.cite.drafts.draft import Draft

    if file.resolve() == path.resolve():
        raise UsageError(f"--sarif {file} would overwrite the manuscript; name another file")
    if isinstance(draft, Draft) and isinstance(found, tuple):
        log = sarif.log(found, draft, path.as_posix(), __version__)
        file.write_text(json.dumps(log, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _fix(path: Path, draft: object, found: object) -> None:
    from kqa.cite import fix
    from kqa.cite.drafts.draft import Draft

    if isinstance(draft, Draft) and isinstance(found, tuple):
        made = fix.edits(draft, found)
        if not made:
            print("Nothing to fix; no copy written.", file=sys.stderr)
            return
        copy = fix.write(path, draft, made)
        print(f"{len(made)} changes written to {copy}; {path} is as it was.", file=sys.stderr)
