"""References formatted by a citation style (APA, Vancouver, AMA or any CSL file), through pandoc."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from kqa.cite.bibliography import csl_json
from kqa.corpus.entries import Entry
from kqa.corpus.people import cut_short
from kqa.errors import KqaError, UsageError

STYLES = {
    "apa": "apa.csl",
    "vancouver": "nlm-citation-sequence.csl",
    "ama": "american-medical-association.csl",
}
OLDEST = 3
"""Major version; pandoc 2 does not know name options given for a whole style and puts given names first."""
LONGEST_RUN = 120
"""Seconds; pandoc formats 1,000 entries in about ten."""


def references(entries: Sequence[Entry], style: str) -> str:
    """The reference list in plain text, in the order and numbering of the style.

    Args:
        entries: CSL-JSON.
        style: a name in `STYLES`, or the path of a `.csl` file.

    Raises:
        UsageError: there is no such style.
        KqaError: pandoc is missing or fails.
    """
    with resources.as_file(resources.files("kqa.cite").joinpath("styles")) as folder:
        sheet = folder / STYLES[style] if style in STYLES else Path(style)
        if not sheet.is_file():
            raise UsageError(
                f"--style {style!r:.80}: expected {', '.join(STYLES)} or the path of a .csl file"
            )
        arguments = ["-f", "csljson", "-t", "plain", "--wrap=none", "--citeproc", f"--csl={sheet}"]
        return _pandoc(arguments, csl_json([_with_others(entry) for entry in entries]))


def _with_others(entry: Entry) -> Entry:
    """An entry whose list of authors is cut short, as pandoc writes `et al.` for it."""
    if not cut_short(entry):
        return entry
    return {**entry, "author": [*entry.get("author", ()), {"literal": "others"}]}


def _pandoc(arguments: Sequence[str], text: str) -> str:
    try:
        done = subprocess.run(
            [_program(), *arguments],
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_RUN,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KqaError(f"pandoc could not format the references: {error}") from error
    if done.returncode:
        raise KqaError(f"pandoc could not format the references: {' '.join(done.stderr.split())[:300]}")
    return done.stdout


def _program() -> str:
    """The pandoc to run: the one that comes as a Python package, else the system's if new enough."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        found = shutil.which("pandoc")
    if found and _version(found) >= OLDEST:
        return found
    raise KqaError(
        f"formatted references need pandoc {OLDEST} or newer, found {found or 'none'}: "
        "`pip install pypandoc_binary` brings it; `--format csl-json`, `bibtex` and `ris` need nothing"
    )


def _version(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, encoding="utf-8", check=False)
    match = re.match(r"pandoc\S* (\d+)", done.stdout)
    return int(match.group(1)) if match else 0
