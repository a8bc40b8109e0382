"""`kqa eval`: asks the gold questions and measures the answers; checks, grows and guards the gold set."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kqa import terminal
from kqa.commands import asked
from kqa.errors import UsageError
from kqa.workspace import Workspace, find

FOUND_PROBLEMS = 1
EPILOG = """what to do (ACTION); without one, the questions are asked and measured:
  kqa eval [GOLD]              ask the questions of eval/gold, or of a file GOLD (.jsonl, .csv), and measure
  kqa eval --beir DIR          the same for a folder in BEIR layout, in an index of its own
  kqa eval --squad FILE        the same for SQuAD v2 JSON
  kqa eval --compare RUN       ... and compare with an earlier run, question by question
  kqa eval check [GOLD]        say which lines of a gold file are wrong, and why
  kqa eval import GOLD         find the quotations of GOLD in the articles; write the spans to --out
  kqa eval add "QUESTION"      choose the right sentences by number; append the question to the gold set
  kqa eval approve             go through the drafts that votes in the chat left
  kqa eval followups           measure how well follow-up questions are understood
  kqa eval report [RUN]        one HTML page and PNG plots of a run (the newest when none is named)
  kqa eval gate                fail when a measure fell significantly below eval/baseline.json
  kqa eval baseline            make the answers of now the baseline
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `kqa eval`."""
    parser.epilog = EPILOG
    parser.usage = "kqa eval [ACTION | GOLD] [TARGET] [options]"
    parser.add_argument(
        "action", nargs="?", metavar="ACTION", help="one of the actions below, or a gold file"
    )
    parser.add_argument("target", nargs="?", metavar="TARGET", help="what the action is for")
    parser.add_argument("--json", action="store_true", help="print every figure as one JSON object")
    parser.add_argument(
        "--compare", metavar="RUN", help="compare with this run: a folder or the start of its name"
    )
    parser.add_argument(
        "--name", metavar="NAME", help="what to call the run (default: gold, or the set's own name)"
    )
    parser.add_argument("--beir", metavar="DIR", type=Path, help="evaluate a folder in BEIR layout")
    parser.add_argument("--squad", metavar="FILE", type=Path, help="evaluate a SQuAD v2 JSON file")
    parser.add_argument("--cache", metavar="DIR", type=Path, help="keep the index of a public set here")
    parser.add_argument("--limit", metavar="N", type=_positive, help="ask the first N questions only")
    parser.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help="ask this type only; repeatable"
    )
    parser.add_argument("--out", metavar="PATH", type=Path, help="where `import` or `report` writes")


def run(args: argparse.Namespace) -> int:
    """Do the action; 1 where a check or the gate found something."""
    action = ACTIONS.get(args.action or "")
    if action is None:
        if args.target is not None:
            raise UsageError(
                f"{args.action!r:.60} is no action of `kqa eval`; there are: {', '.join(ACTIONS)}"
            )
        args.target, action = args.action, _measure
    return action(args, find(args.workspace))


def _measure(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import artefacts, compare, figures, tables

    other = artefacts.load(artefacts.find(args.compare, workspace.runs)) if args.compare else None
    found = asked.evaluated(args, workspace)
    folder = artefacts.save(found, workspace.runs)
    amount, latency = figures.figures(found), figures.latency(found.seconds)
    against = compare.compare(found, other) if other else None
    if args.json:
        printed: dict[str, Any] = {"run": str(folder), "settings": found.settings, **figures.as_json(amount)}
        printed["latency"] = latency
        if against:
            printed["comparison"] = compare.as_json(against)
        print(json.dumps(printed, ensure_ascii=False))
        return 0
    print(tables.run_tables(amount, latency))
    if against:
        print(terminal.printable("\n" + tables.comparison_tables(against, args.compare)))
    print(f"\n{folder}")
    return 0


def _check(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import gold

    articles = asked.load_articles(workspace)
    named = [Path(args.target)] if args.target else sorted(workspace.gold.glob("*.jsonl"))
    paths = [path for path in named if args.target or path.name != gold.PENDING]
    if not paths:
        raise UsageError(f"there is no gold file in {workspace.gold}; name one: `kqa eval check GOLD.jsonl`")
    wrong = 0
    for path in paths:
        records, problems = gold.check(path, articles)
        for problem in problems:
            print(terminal.one_line(problem))
        wrong += len(problems)
        if not problems:
            print(f"{path}: {len(records)} records, all good")
    return FOUND_PROBLEMS if wrong else 0


def _import(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import gold

    if not args.target:
        raise UsageError("`kqa eval import` takes a gold file; its quotations are found in the articles")
    path = Path(args.target)
    records, problems = gold.check(path, asked.load_articles(workspace), by_quotation=True)
    for problem in problems:
        print(terminal.one_line(problem))
    if problems:
        return FOUND_PROBLEMS
    out = args.out or workspace.gold / path.with_suffix(".jsonl").name
    gold.write(out, records)
    print(f"{out}: {len(records)} records with their spans")
    return 0


def _add(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.commands import judge

    if not args.target:
        raise UsageError('`kqa eval add` takes a question in quotation marks: kqa eval add "Does it last?"')
    with terminal.ProgressBar() as progress:
        index = asked.open_index(workspace, progress)
    judge.add(args.target, index, asked.load_articles(workspace), workspace)
    return 0


def _approve(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.commands import judge

    with terminal.ProgressBar() as progress:
        index = asked.open_index(workspace, progress)
    added = judge.approve(index, asked.load_articles(workspace), workspace)
    print(f"{added} added")
    return 0


def _followups(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import conversations, gold, tables

    path = Path(args.target) if args.target else workspace.gold / gold.CONVERSATIONS
    with terminal.ProgressBar() as progress:
        played = gold.conversations(path, asked.load_articles(workspace))[: args.limit]
        found = conversations.evaluate(asked.open_index(workspace, progress), played)
    if args.json:
        print(json.dumps(conversations.as_json(found), ensure_ascii=False))
    else:
        print(tables.followup_tables(found))
    return 0


def _report(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import artefacts, report

    runs = workspace.runs
    folder = artefacts.find(args.target, runs) if args.target else artefacts.newest(runs)
    out = args.out or workspace.reports / f"{folder.name}.html"
    other = artefacts.find(args.compare, runs) if args.compare else None
    for path in report.write(folder, out, compared=other):
        print(path)
    return 0


def _gate(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import gate, tables

    held = gate.read(_baseline_path(workspace))
    verdict = gate.judge(asked.evaluated(args, workspace), held)
    if args.json:
        print(json.dumps(gate.as_json(verdict), ensure_ascii=False))
        return FOUND_PROBLEMS if verdict.falls else 0
    print(terminal.printable(tables.verdict_tables(verdict)))
    if verdict.falls:
        print("\nthe gate is shut: repair the fall, or accept it with `kqa eval baseline` and say why")
        return FOUND_PROBLEMS
    print("\nthe gate is open: no measure fell significantly")
    return 0


def _baseline(args: argparse.Namespace, workspace: Workspace) -> int:
    from kqa.eval import gate

    if args.limit or args.type or args.beir or args.squad:
        raise UsageError(
            "the baseline is over all gold questions; leave out --limit, --type, --beir and --squad"
        )
    path = _baseline_path(workspace)
    gate.write(path, gate.baseline(asked.evaluated(args, workspace)))
    print(f"{path} holds the answers of now; commit it together with what changed them")
    return 0


def _baseline_path(workspace: Workspace) -> Path:
    return workspace.gold.parent / "baseline.json"


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text[:9])


Action = Callable[[argparse.Namespace, Workspace], int]
ACTIONS: dict[str, Action] = {
    "check": _check,
    "import": _import,
    "add": _add,
    "approve": _approve,
    "followups": _followups,
    "report": _report,
    "gate": _gate,
    "baseline": _baseline,
}
