"""The questions and answers at the terminal by which a person adds a record to the gold set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kqa import terminal
from kqa.errors import GoldError, UsageError
from kqa.workspace import Workspace

if TYPE_CHECKING:
    from kqa.corpus.article import Article
    from kqa.eval.growth import Candidate
    from kqa.eval.records import Evidence, Question
    from kqa.index.store import Index

CHOICE = "evidence (`1,4` alternatives, `1;4` both needed, `none` nothing answers, empty to leave): "


def add(question: str, index: Index, articles: Mapping[str, Article], workspace: Workspace) -> bool:
    """Show the answer and its candidates, take the right ones by number, append the record.

    Args:
        question: the new question.
        index: the open index.
        articles: the corpus, by key.
        workspace: where the gold set lies.

    Returns:
        Whether a record was added.

    Raises:
        GoldError: the gold set has the question already, or a line that cannot be used.
    """
    from kqa.eval import gold, growth

    path = workspace.gold / gold.QUESTIONS
    held = gold.questions(path, articles) if path.exists() else ()
    twin = next((q for q in held if q.question.casefold().split() == question.casefold().split()), None)
    if twin:
        raise GoldError(f"{path} asks {question!r:.60} already, as {twin.id}; edit that line instead")
    answer, offered = growth.candidates(index, question)
    print(terminal.printable(question))
    verdict = "abstains" if answer.abstained else "answers with the sentences marked *"
    print(f"kqa {verdict} (confidence {answer.confidence:.2f})\n")
    for one in offered:
        print(terminal.printable(_line(one)))
    chosen = _choose(offered)
    if chosen is None:
        print("left as it was")
        return False
    cited = growth.cited(chosen, offered)
    record = _record(question, chosen, growth.next_id(q.id for q in held), articles, cited)
    gold.write(path, (*held, record))
    print(f"{path}: {record.id} added, {len(record.evidence)} quotations")
    return True


def approve(index: Index, articles: Mapping[str, Article], workspace: Workspace) -> int:
    """Go through the drafts that wait; each is added, dropped or left.

    Returns:
        How many records were added.
    """
    from kqa.eval import gold

    pending = workspace.gold / gold.PENDING
    waiting = gold.drafts(pending)
    if not waiting:
        print(f"no draft waits in {pending}")
    added = 0
    for number, one in enumerate(waiting, 1):
        print(f"\ndraft {number} of {len(waiting)}" + (f": {one['comment']}" if one.get("comment") else ""))
        try:
            done = add(one["question"], index, articles, workspace)
        except (GoldError, UsageError) as error:
            print(terminal.one_line(str(error)))
            done = False
        added += done
        if done or _ask("drop the draft? (y/N): ").lower() in ("y", "yes"):
            gold.drop_draft(pending, one["id"])
    return added


def _line(one: Candidate) -> str:
    mark = "*" if one.shown else " "
    return f"{one.number:3}{mark} {one.sentence.text}\n      {one.passage.article}, {one.passage.locator}"


def _choose(offered: tuple[Candidate, ...]) -> tuple[Evidence, ...] | None:
    from kqa.eval import growth

    while True:
        text = _ask(CHOICE)
        if not text:
            return None
        try:
            return growth.choose(text, offered)
        except UsageError as error:
            print(terminal.one_line(str(error)))


def _record(
    question: str,
    chosen: tuple[Evidence, ...],
    number: str,
    articles: Mapping[str, Article],
    cited: tuple[str, ...],
) -> Question:
    from kqa.eval import growth

    while True:
        short = _ask("short answers, apart by `|` (may be empty): ") if chosen else ""
        kind = _ask(f"type ({'fact' if chosen else 'negative'}): ")
        shown = ", ".join(cited) or "none"
        references = _ask(f"primary references ({shown}; `-` for none): ") if chosen else ""
        try:
            return growth.record(
                question,
                chosen,
                id=number,
                articles=articles,
                type=kind or None,
                answers=[part.strip() for part in short.split("|") if part.strip()],
                references=cited
                if not references
                else []
                if references == "-"
                else references.replace(",", " ").split(),
            )
        except GoldError as error:
            print(terminal.one_line(str(error)))


def _ask(prompt: str) -> str:
    """One line from the user; the end of the input leaves the question as an empty line does."""
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        return ""
