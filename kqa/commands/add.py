"""`kqa add`: papers become articles; after each a line says what was found in it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kqa import terminal
from kqa.corpus.entries import doi_in
from kqa.errors import IngestError, UsageError
from kqa.workspace import find

if TYPE_CHECKING:
    from kqa.corpus.found import Findings
    from kqa.corpus.library import Result
    from kqa.workspace import Workspace

PROBLEMS, NOTHING_DONE = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa add`."""
    parser.add_argument(
        "paths", metavar="FILE|FOLDER", nargs="+", type=Path, help="papers, or folders of papers"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be found and added, and add nothing"
    )
    parser.add_argument(
        "--metadata", metavar="FILE", type=Path, help="CSL-JSON, BibTeX or RIS that describes the papers"
    )
    parser.add_argument(
        "--no-index", action="store_true", help="leave the index for the next command that needs it"
    )
    one = parser.add_argument_group("for one paper, over what is found in it")
    one.add_argument("--key", help="its citation key, such as smith2020")
    one.add_argument("--doi", metavar="DOI")
    one.add_argument("--title", metavar="TITLE")
    one.add_argument(
        "--author", metavar="NAME", action="append", help="'Family, Given'; repeat for each author"
    )
    one.add_argument("--year", metavar="YEAR", type=int)
    one.add_argument("--journal", metavar="NAME")
    one.add_argument("--licence", metavar="NAME|URL")


def run(args: argparse.Namespace) -> int:
    """Add the papers, then bring the index up to date once."""
    from kqa.corpus import library, sidecar

    workspace = find(args.workspace)
    files = library.gather(args.paths)
    given = _given(args)
    if (given or args.key) and len(files) != 1:
        raise UsageError(
            f"--key, --doi, --title and the like describe one paper, and {len(files)} files are named; "
            "name one file, or give the metadata of all with --metadata FILE"
        )
    if not files:
        raise IngestError(
            f"{args.paths[0]}: no paper in this folder; expected .xml, .nxml, .pdf, .docx, .html, .md or .txt"
        )
    records = sidecar.read(args.metadata) if args.metadata else []
    shelf = library.Shelf(workspace)
    results = []
    with terminal.ProgressBar() as progress:
        for number, file in enumerate(files):
            if len(files) > 1:
                progress("reading", number, len(files))
            results.append(shelf.add(file, key=args.key, given=given, records=records, dry_run=args.dry_run))
            _tell(results[-1])
        if len(files) > 1:
            progress("reading", len(files), len(files))
    return _close(results, workspace, index=not (args.dry_run or args.no_index))


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """CSL-JSON of what the user says of the paper."""
    given: dict[str, Any] = {}
    if args.doi:
        given["DOI"] = doi_in(args.doi)
        if not given["DOI"]:
            raise UsageError(f"--doi {args.doi!r:.80} is no DOI; expected one such as 10.1000/xyz123")
    if args.year is not None:
        if not 1400 <= args.year <= 2200:
            raise UsageError(f"--year {args.year} is no year; expected four digits such as 2024")
        given["issued"] = {"date-parts": [[args.year]]}
    for field, value in (("title", args.title), ("container-title", args.journal), ("license", args.licence)):
        if value and value.strip():
            given[field] = terminal.one_line(value)
    if args.author:
        given["author"] = [_person(name) for name in args.author]
    return given


def _person(name: str) -> dict[str, str]:
    family, comma, rest = (part.strip() for part in terminal.one_line(name).partition(","))
    if comma and rest:
        return {"family": family, "given": rest}
    words = family.rsplit(" ", 1)
    return {"family": words[1], "given": words[0]} if len(words) == 2 else {"family": family}


def _tell(result: Result) -> None:
    name = terminal.one_line(result.file.name)[:120]
    if result.outcome == "failed":
        print(f"{name}: not added", flush=True)
        return
    if result.outcome == "unchanged":
        print(f"{name}: {result.key} is unchanged", flush=True)
        return
    print(f"{name}: {result.outcome} {result.key}: {line(result.findings)}", flush=True)
    for warning in result.findings.warnings if result.findings else ():
        print(f"  warning: {terminal.one_line(warning)}", flush=True)


def line(findings: Findings | None) -> str:
    """What was found, on one line."""
    if findings is None:
        return ""
    return (
        f"{_count(findings.sections, 'section')}, {_count(findings.passages, 'passage')}, "
        f"{_count(findings.tables, 'table')}, "
        f"{findings.described} of {findings.references} references parsed, "
        f"{findings.resolved} of {findings.citations} citations resolved"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _close(results: list[Result], workspace: Workspace, *, index: bool) -> int:
    """The failures with their reasons, the index, and the exit code."""
    failed = [result for result in results if result.outcome == "failed"]
    changed = any(result.outcome in ("added", "replaced") for result in results)
    if failed:
        if len(results) > 1:
            print(f"{len(failed)} of {len(results)} not added:", file=sys.stderr)
        for result in failed:
            print(f"kqa: {terminal.one_line(result.reason)}", file=sys.stderr)
    if changed and index:
        from kqa.index import store

        with terminal.ProgressBar() as progress:
            built = store.build_or_update(workspace, progress=progress)
        print(f"index: {len(built.passages):,} passages of {len(workspace.keys()):,} articles")
    if len(failed) == len(results):
        return NOTHING_DONE
    return PROBLEMS if failed else 0
