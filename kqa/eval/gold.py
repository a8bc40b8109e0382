"""Reads, checks and writes gold files, and keeps the drafts that wait for approval."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kqa.errors import GoldError
from kqa.eval import parse, records
from kqa.eval.lines import lines
from kqa.eval.records import Claim, Conversation, Question
from kqa.types import Answer

if TYPE_CHECKING:
    from kqa.corpus.article import Article

Record = TypeVar("Record", Question, Conversation, Claim)
QUESTIONS, CONVERSATIONS, CLAIMS = "questions.jsonl", "followups.jsonl", "claims.jsonl"
PENDING = "pending.jsonl"
"""Drafts that wait for a person; `kqa eval approve` goes through them."""


def questions(path: Path, articles: Mapping[str, Article]) -> tuple[Question, ...]:
    """Read a file of gold questions.

    Args:
        path: a `.jsonl` or `.csv` file.
        articles: the corpus, by key.

    Raises:
        GoldError: the file cannot be read, is empty, or has a line that cannot be used.
    """
    return _strict(path, articles, Question)


def conversations(path: Path, articles: Mapping[str, Article]) -> tuple[Conversation, ...]:
    """Read a file of conversations; raises as `questions` does."""
    return _strict(path, articles, Conversation)


def claims(path: Path, articles: Mapping[str, Article]) -> tuple[Claim, ...]:
    """Read a file of claims; raises as `questions` does."""
    return _strict(path, articles, Claim)


def check(
    path: Path, articles: Mapping[str, Article], *, by_quotation: bool = False
) -> tuple[tuple[Question | Conversation | Claim, ...], tuple[str, ...]]:
    """Read a gold file of any kind to the end, whatever is wrong with it.

    Args:
        path: a `.jsonl` or `.csv` file of questions, conversations or claims.
        articles: the corpus, by key.
        by_quotation: pass over the spans that the file states and find each quotation again, as for a file
            whose articles were ingested anew since.

    Returns:
        The records that can be used, and one `file:line: what is wrong` for each of the others.
    """
    read: list[Question | Conversation | Claim] = []
    problems: list[str] = []
    taken: dict[str, int] = {}
    asked: dict[str, int] = {}
    for number, raw in lines(path, problems):
        try:
            record = _record(_without_spans(raw) if by_quotation else raw, articles)
            _refuse_twin(record, number, taken, asked)
        except GoldError as error:
            problems.append(f"{path}:{number}: {error}")
        else:
            read.append(record)
    if not read and not problems:
        problems.append(f"{path}:1: the file is empty; expected one JSON object a line")
    return tuple(read), tuple(sorted(problems, key=_line_number))


def _record(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> Question | Conversation | Claim:
    if "turns" in raw:
        return parse.conversation(raw, articles)
    return parse.claim(raw, articles) if "claim" in raw else parse.question(raw, articles)


def _without_spans(raw: dict[str, Any]) -> dict[str, Any]:
    """The object without the `start` and `end` of its evidence; what is no object stays for the parser."""
    bare = dict(raw)
    if isinstance(evidence := raw.get("evidence"), list):
        dropped = ("start", "end")
        bare["evidence"] = [
            {k: v for k, v in item.items() if k not in dropped} if isinstance(item, dict) else item
            for item in evidence
        ]
    if isinstance(turns := raw.get("turns"), list):
        bare["turns"] = [_without_spans(turn) if isinstance(turn, dict) else turn for turn in turns]
    return bare


def _strict(path: Path, articles: Mapping[str, Article], kind: type[Record]) -> tuple[Record, ...]:
    read, problems = check(path, articles)
    if problems:
        more = (
            f" (and {len(problems) - 1} more; `kqa eval check {path}` lists them)"
            if len(problems) > 1
            else ""
        )
        raise GoldError(problems[0] + more)
    for record in read:
        if not isinstance(record, kind):
            found, wanted = type(record).__name__.lower(), kind.__name__.lower()
            raise GoldError(f"{path}: record {record.id!r} is a {found}; expected a file of {wanted}s")
    return tuple(record for record in read if isinstance(record, kind))


def _line_number(problem: str) -> int:
    number = problem.split(": ", 1)[0].rpartition(":")[2]
    return int(number) if number.isdigit() else 0


def _refuse_twin(
    record: Question | Conversation | Claim, number: int, taken: dict[str, int], asked: dict[str, int]
) -> None:
    first = taken.setdefault(record.id, number)
    if first != number:
        raise GoldError(f"`id` {record.id!r} is taken by line {first}; give each record an id of its own")
    if isinstance(record, Question):
        first = asked.setdefault(" ".join(record.question.casefold().split()), number)
        if first != number:
            raise GoldError(
                f"the question of line {first} is asked again; merge the two as alternatives of a group"
            )


def write(path: Path, kept: Iterable[Question | Conversation | Claim]) -> None:
    """Write records as JSONL, all or nothing."""
    _replace(path, (records.as_json(record) for record in kept))


def draft(path: Path, answer: Answer, *, comment: str = "") -> str:
    """Keep a question whose answer a reader found wanting, for a person to judge later.

    Args:
        path: the file of drafts, `Workspace.gold / PENDING`; made by the first draft.
        answer: what was shown.
        comment: what the reader said.

    Returns:
        The draft's id; the same question asked again replaces its earlier draft.
    """
    number = "draft-" + hashlib.sha256(" ".join(answer.question.split()).encode()).hexdigest()[:8]
    shown = [{"article": e.article, "start": e.start, "end": e.end, "quote": e.text} for e in answer.extracts]
    one = {"id": number, "question": answer.question, "abstained": answer.abstained, "shown": shown}
    one["comment"] = comment
    _replace(path, [*(held for held in drafts(path) if held["id"] != number), one])
    return number


def drafts(path: Path) -> tuple[dict[str, Any], ...]:
    """The drafts that wait, oldest first; none when the file is not there.

    Raises:
        GoldError: a line is no draft.
    """
    problems: list[str] = []
    held = (
        [raw for number, raw in lines(path, problems) if _is_draft(raw, path, number)]
        if path.exists()
        else []
    )
    if problems:
        raise GoldError(problems[0])
    return tuple(held)


def drop_draft(path: Path, number: str) -> None:
    """Take one draft out of the file."""
    _replace(path, [held for held in drafts(path) if held["id"] != number])


def _is_draft(raw: Mapping[str, Any], path: Path, number: int) -> bool:
    if not isinstance(raw.get("id"), str) or not isinstance(raw.get("question"), str):
        raise GoldError(
            f"{path}:{number}: no draft, it lacks `id` or `question`; correct the line or take it out"
        )
    return True


def _replace(path: Path, objects: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
