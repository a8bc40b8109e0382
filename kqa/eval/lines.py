"""The raw records of a gold file: a JSON object a line, or a CSV table with a quotation a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kqa.errors import GoldError

Line = tuple[int, dict[str, Any]]
CSV_COLUMNS = ("question", "article", "quote")
"""What a CSV file must have; `id`, `type`, `group`, `answer`, `references`, `note` may stand beside them."""


def lines(path: Path, problems: list[str]) -> Iterator[Line]:
    """Read a file's raw records with the number of the line that each begins on.

    Args:
        path: a `.jsonl` or `.csv` file.
        problems: receives `file:line: what is wrong` for every line that is no record.

    Raises:
        GoldError: the file is not there, is a folder or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise GoldError(
            f"{path}: there is no such gold file; expected JSONL or CSV (`kqa eval add QUESTION` begins one)"
        ) from None
    except IsADirectoryError:
        raise GoldError(
            f"{path} is a folder; expected a file (`--beir {path}` reads a folder in BEIR layout)"
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise GoldError(f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    yield from (
        _csv_lines(path, text, problems)
        if path.suffix.lower() == ".csv"
        else _json_lines(path, text, problems)
    )


def _json_lines(path: Path, text: str, problems: list[str]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            problems.append(f"{path}:{number}: not JSON ({error}); expected one JSON object a line")
            continue
        if isinstance(raw, dict):
            yield number, raw
        else:
            problems.append(f'{path}:{number}: {line.strip()!r:.60} is no JSON object; expected {{"id": …}}')


def _csv_lines(path: Path, text: str, problems: list[str]) -> Iterator[Line]:
    """Rows of one question, wherever they stand, are its evidence; an empty quotation means unanswerable."""
    table = csv.DictReader(io.StringIO(text, newline=""))
    names = [(name or "").strip().lower() for name in table.fieldnames or ()]
    missing = [name for name in CSV_COLUMNS if name not in names]
    if missing:
        problems.append(
            f"{path}:1: no column {', '.join(missing)}; expected a first line `question,article,quote`"
        )
        return
    table.fieldnames = names
    found: dict[str, Line] = {}
    for row in table:
        cells = {
            name: (value or "").strip() for name, value in row.items() if isinstance(value, str) and name
        }
        asked = cells.get("question", "")
        _, raw = found.setdefault(asked, (table.line_num, _from_row(cells, len(found) + 1)))
        if bool(cells.get("article")) != bool(cells.get("quote")):
            lacking = "quote" if cells.get("article") else "article"
            problems.append(
                f"{path}:{table.line_num}: `{lacking}` is missing; fill both, or neither when unanswerable"
            )
        elif cells.get("quote"):
            group = cells.get("group") or "1"
            item = {"article": cells["article"], "quote": cells["quote"]}
            raw["evidence"].append(item | {"group": int(group) if group.isdecimal() else group})
            raw["answerable"] = True
    yield from found.values()


def _from_row(cells: Mapping[str, str], number: int) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": cells.get("id") or f"row{number:04d}", "question": cells.get("question", "")}
    raw |= {"evidence": [], "answerable": False}
    raw |= {name: cells[name] for name in ("type", "note") if cells.get(name)}
    for name in ("answer", "references"):
        raw[name] = [part.strip() for part in cells.get(name, "").split("|") if part.strip()]
    return raw
