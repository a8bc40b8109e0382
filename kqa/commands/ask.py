"""`kqa ask`: one question, or a file of them, answered in quotations."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace

from kqa import terminal
from kqa.answer.choose import MOST_EXTRACTS
from kqa.answer.library import Library
from kqa.commands import batch
from kqa.errors import UsageError
from kqa.types import Answer
from kqa.workspace import find

BAD_LINES = 2
EXAMPLES = """examples:
  kqa ask "Does ketamine help people stop drinking?"
  kqa ask --article thomas2025 --section Cocaine "Which dose was given?"
  kqa ask --json --batch questions.txt > answers.jsonl
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa ask`."""
    parser.epilog = EXAMPLES
    parser.add_argument("question", nargs="*", help="the question, best in quotation marks")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help='answer every line of FILE (- for standard input): a question, or JSON {"id": …, "question": …}',
    )
    parser.add_argument(
        "--json", action="store_true", help="print each answer as one JSON object on one line"
    )
    parser.add_argument(
        "--top",
        type=_positive,
        default=MOST_EXTRACTS,
        metavar="N",
        help="quote at most N places (default %(default)s)",
    )
    parser.add_argument(
        "--article", action="append", default=[], metavar="KEY", help="search this article only; repeatable"
    )
    parser.add_argument(
        "--section",
        action="append",
        default=[],
        metavar="TEXT",
        help="search only under headings with TEXT; repeatable",
    )
    parser.add_argument(
        "--answer-anyway", action="store_true", help="quote the best passages even where kqa would abstain"
    )


def run(args: argparse.Namespace) -> int:
    """Print the answers; 2 where a line of a batch could not be asked."""
    if bool(args.question) == (args.batch is not None):
        raise UsageError("`kqa ask` takes either a question or --batch FILE")
    with terminal.ProgressBar() as progress:
        library = Library(find(args.workspace), progress=progress)
        if args.batch is None:
            _print(_ask(library, args, " ".join(args.question)), library, as_json=args.json)
            return 0
        return _run_batch(library, args, batch.read(args.batch))


def _run_batch(library: Library, args: argparse.Namespace, asked: Iterable[batch.Asked]) -> int:
    """Answer line by line, in order; a line that cannot be asked is named on stderr and passed over."""
    failed = False
    for line in asked:
        try:
            answer = _ask(library, args, line.question())
        except UsageError as error:
            print(f"kqa: {line.place}: {terminal.one_line(str(error))}", file=sys.stderr)
            failed = True
            continue
        if not args.json:
            print(terminal.printable(f"# {answer.question}\n"))
        _print(replace(answer, id=line.id), library, as_json=args.json)
        if not args.json:
            print()
    return BAD_LINES if failed else 0


def _ask(library: Library, args: argparse.Namespace, question: str) -> Answer:
    return library.ask(
        question,
        limit=args.top,
        articles=args.article,
        sections=args.section,
        answer_anyway=args.answer_anyway,
    )


def _print(answer: Answer, library: Library, *, as_json: bool) -> None:
    if as_json:
        from kqa.answer.answer import as_json as to_dict

        print(json.dumps(to_dict(answer), ensure_ascii=not terminal.speaks_unicode(sys.stdout)), flush=True)
        return
    from kqa.commands.render import render

    print(render(answer, library.article, width=terminal.width(), paint=terminal.painter(sys.stdout)))


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text[:9])
