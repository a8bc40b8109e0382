"""Makes `kqa/answer/reader.json` and its networks in five steps.

    python -m kqa.answer.train weights --squad squad.json --covid covid.json --bioasq-pairs pairs.jsonl \
        --bioasq-spans spans.json --out made
    python -m kqa.answer.train adapter --weights made/reader.json --out made
    python -m kqa.answer.train answers --weights made/reader.json --out made
    python -m kqa.answer.train combine --weights made/reader.json --out made
    python -m kqa.answer.train confidence --weights made/reader.json --out made

What is drawn is seeded. What the encoder made of the texts is kept in the folder, so that a run that was
ended goes on where it was. The weights that kqa ships are replaced only with `--ship`.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from kqa.answer import confidence, networks, weights
from kqa.answer.train import (
    adapter,
    answers,
    asked,
    cases,
    combine,
    curve,
    examples,
    fit,
    records,
    vectors,
    written,
)
from kqa.answer.train.asked import Read
from kqa.answer.train.examples import Example
from kqa.answer.train.records import Files
from kqa.answer.weights import Weights
from kqa.errors import UsageError
from kqa.index import store
from kqa.index.encoder import fingerprint
from kqa.index.store import Index
from kqa.workspace import find

NAME = "reader.json"
QUESTIONS = "questions.jsonl"
DEVELOPMENT = "development"
"""Folder beside the gold set's: questions that may be learnt from."""
TRAINING = "training"
"""Folder beside the gold set's: questions that the networks learn from."""
THRESHOLDS = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
MOST_OF_OTHERS = 150


def main(arguments: Sequence[str]) -> int:
    """Run one of the steps."""
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        STEPS[args.step](args)
    except UsageError as error:
        parser.error(str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kqa.answer.train", description="Train kqa's reader.")
    steps = parser.add_subparsers(dest="step", required=True)
    learning = steps.add_parser("weights", help="learn from public question sets what likeness is worth")
    learning.add_argument("--squad", type=Path, nargs="+", default=[], metavar="FILE", help="SQuAD v2 JSON")
    learning.add_argument("--covid", type=Path, metavar="FILE", help="COVID-QA in SQuAD layout")
    learning.add_argument("--bioasq-pairs", type=Path, metavar="FILE", help="JSON lines: question, positives")
    learning.add_argument("--bioasq-spans", type=Path, metavar="FILE", help="BioASQ in SQuAD layout")
    learning.add_argument("--out", type=Path, required=True, metavar="DIR", help=f"for vectors and {NAME}")
    learning.add_argument("--encoder-index", metavar="WORKSPACE", help="whose index holds the encoder")
    learning.add_argument(
        "--share", type=float, nargs="+", metavar="SHARE",
        help="no weights: held-out figures when so much of the records is learnt from, above 0 to 1",
    )  # fmt: skip
    adapting = steps.add_parser("adapter", help="learn to move a question's words to those of the articles")
    telling = steps.add_parser("answers", help="learn to tell what the articles answer from what they do not")
    for step in (adapting, telling):
        step.add_argument("--questions", type=Path, metavar="FILE", help="default: those of eval/training")
    combining = steps.add_parser("combine", help="weigh the parts of a score on development questions")
    trusting = steps.add_parser("confidence", help="fit the confidence on development questions")
    for step in (combining, trusting):
        step.add_argument("--questions", type=Path, metavar="FILE", help="default: those of eval/development")
    for step in (adapting, telling, combining, trusting):
        step.add_argument("--workspace", metavar="DIR", help="whose articles the questions are about")
        step.add_argument(
            "--weights", type=Path, default=weights.SHIPPED, metavar="FILE", help="to go on from"
        )
        step.add_argument("--out", type=Path, metavar="DIR", help=f"for {NAME}; only figures when omitted")
    for step in (telling, combining, trusting):
        step.add_argument(
            "--others", type=Path, nargs="+", default=[], metavar="DIR",
            help="workspaces of other articles with questions of their own; `kqa eval --beir` makes some",
        )  # fmt: skip
    trusting.add_argument(
        "--elsewhere", type=Path, nargs="+", default=[], metavar="FILE",
        help="JSON lines with `text`: questions about something else, to tell the topic by",
    )  # fmt: skip
    trusting.add_argument(
        "--threshold", type=float, help="confidence under which kqa abstains; default: as it is"
    )
    for step in (learning, adapting, telling, trusting):
        step.add_argument("--seed", type=int, default=0)
    for step in (learning, adapting, telling, combining, trusting):
        step.add_argument("--ship", action="store_true", help="also replace the weights that kqa ships")
    return parser


def learn(args: argparse.Namespace) -> None:
    """Learn the weights of likeness and expectation, or draw a learning curve."""
    files = Files(tuple(args.squad), args.covid, args.bioasq_pairs, args.bioasq_spans)
    known = records.load(files)
    index = _index(args.encoder_index)
    made = vectors.encode(known, index.encoder, args.out / "vectors", say)
    held_out = examples.make([r for r in known if records.held_out(r)], made)
    training = examples.make([r for r in known if not records.held_out(r)], made)
    del made
    if not training:
        raise UsageError(
            f"none of {len(known)} records is of use: give more of a set, some 100 questions at least"
        )
    say(f"{len(training):,} examples, {len(held_out):,} of articles kept aside")
    if args.share:
        learning_curve(training, held_out, args.share, seed=args.seed)
        return
    scorer = fit.fit(training, held_out, seed=args.seed, report=say)
    _write(scorer.weights(fingerprint(index.encoder), weights.load()), args.out, ship=args.ship)


def learning_curve(
    training: Sequence[Example], held_out: Sequence[Example], shares: Sequence[float], *, seed: int
) -> None:
    """Held-out figures by how much is learnt from; a smaller share is part of a larger one."""
    if not all(0 < share <= 1 for share in shares):
        raise UsageError(f"--share {' '.join(map(str, shares))}: expected numbers above 0 and up to 1")
    order = np.random.default_rng(seed).permutation(len(training))
    for share in sorted(shares):
        some = [training[number] for number in order[: max(1, round(share * len(order)))]]
        scorer = fit.fit(some, held_out, seed=seed, report=lambda line: None)
        say(f"share {share:g}, {len(some):,} examples: {fit.told(scorer, held_out)}")


def adapted(args: argparse.Namespace) -> None:
    """Learn the layer that moves a question's words."""
    learnt = dataclasses.replace(weights.load(args.weights), adapter="", answers="")
    index = _index(args.workspace)
    _known(index, learnt)
    path = args.questions or find(args.workspace).gold.parent / TRAINING / QUESTIONS
    texts = cases.Texts(index)
    laid_out = cases.make(written.load(path), texts, learnt, say)
    if not laid_out:
        raise UsageError(
            f"{path}: no evidence is a sentence of these articles; name their workspace by --workspace"
        )
    layer = adapter.fit(laid_out, texts, learnt, seed=args.seed, report=say)
    content = adapter.content(layer)
    made = dataclasses.replace(learnt, adapter=hashlib.sha256(content).hexdigest())
    _write(made, args.out, ship=args.ship, networks={networks.ADAPTER: content})


def told(args: argparse.Namespace) -> None:
    """Learn the network that judges whether the best sentences answer."""
    learnt = dataclasses.replace(weights.load(args.weights), answers="")
    found = []
    for workspace, path in [
        (args.workspace, args.questions),
        *((str(folder), None) for folder in args.others),
    ]:
        index = _index(workspace)
        _known(index, learnt)
        asked_of = written.load(path or find(workspace).gold.parent / TRAINING / QUESTIONS)
        found += answers.lay(asked_of, index, learnt, say)
    content = answers.content(answers.fit(found, seed=args.seed, report=say))
    made = dataclasses.replace(learnt, answers=hashlib.sha256(content).hexdigest())
    _write(made, args.out, ship=args.ship, networks={networks.ANSWERS: content})


def combined(args: argparse.Namespace) -> None:
    """Weigh the parts of a score on questions of several workspaces, and say what each would do unseen."""
    learnt = weights.load(args.weights)
    sets = [("these articles", _questions(args, learnt))]
    sets += [(str(folder), _asked(folder, learnt)) for folder in args.others]
    for name, read in sets:
        rest = [one for _, found in sets if found is not read for one in found]
        if any(one.right.any() for one in rest):
            say(f"{name}, not learnt from: {_ranked(read, combine.fit(rest, learnt))}")
    made = combine.fit([one for _, found in sets for one in found], learnt)
    for name, read in sets:
        say(f"{name}, learnt from: {_ranked(read, made)}")
    _write(made, args.out, ship=args.ship)


def trust(args: argparse.Namespace) -> None:
    """Fit the confidence on questions of several workspaces, and say how well it does."""
    learnt = weights.load(args.weights)
    read = _questions(args, learnt)
    say(f"these articles: {_ranked(read, learnt)}")
    others = [one for folder in args.others for one in _asked(folder, learnt)]
    taken = [one for folder in args.others for one in _asked(folder, learnt, taken=True)]
    names, values = curve.signs(read, learnt)
    found = curve.Signs(
        names,
        values,
        np.array([one.answerable for one in read], np.bool_),
        curve.signs([one for one in others if one.answerable], learnt)[1],
        curve.signs([one for one in others if not one.answerable], learnt)[1],
        curve.signs(taken, learnt)[1],
        curve.signs(asked.elsewhere(args.elsewhere, _index(args.workspace), learnt, say), learnt)[1],
    )
    said = curve.tried(found, learnt, seed=args.seed)
    _tell(found, learnt, said, seed=args.seed)
    fitted = curve.curves(found, learnt)
    made = dataclasses.replace(
        learnt,
        topic=curve.named(confidence.TOPIC, *fitted.topic),
        matter=curve.named(confidence.MATTER, *fitted.matter),
        confidence=curve.named(confidence.ANSWER, *fitted.answer),
        slope=round(fitted.slope, curve.DIGITS),
        shift=round(fitted.shift, curve.DIGITS),
        threshold=learnt.threshold if args.threshold is None else args.threshold,
    )
    _write(made, args.out, ship=args.ship)


def _questions(args: argparse.Namespace, learnt: Weights) -> list[Read]:
    """The questions of the workspace, read for."""
    path = args.questions or find(args.workspace).gold.parent / DEVELOPMENT / QUESTIONS
    return asked.read(path, _index(args.workspace), learnt, say)


def _asked(folder: Path, learnt: Weights, *, taken: bool = False) -> list[Read]:
    """Questions of another workspace, read for."""
    path = find(str(folder)).gold / QUESTIONS
    return asked.read(path, _index(str(folder)), learnt, say, most=MOST_OF_OTHERS, taken=taken)


def _ranked(read: Sequence[Read], learnt: Weights) -> str:
    answerable = sum(one.answerable for one in read)
    if not answerable:
        return "no answerable questions"
    met = asked.ranked(read, learnt).mean(axis=0)
    shares = ", ".join(f"{name} {share:.3f}" for name, share in zip(asked.MEASURES, met, strict=True))
    return f"{answerable} answerable questions: {shares}"


def _tell(found: curve.Signs, learnt: Weights, said: curve.Matrix, *, seed: int) -> None:
    """Say how well curves do on questions that they were not fitted on, and on the others."""
    answerable = found.answerable
    error = curve.calibration_error(said, answerable)
    say(f"cross-validated: AUROC {curve.auroc(said, answerable):.3f}, calibration error {error:.3f}")
    fitted = curve.curves(found, learnt)
    rest = {
        "answered elsewhere": found.held,
        "left open elsewhere": found.left,
        "with the answer taken away": found.taken,
        "about something else": found.elsewhere,
    }
    for threshold in THRESHOLDS:
        shares = [f"{(said[answerable] < threshold).mean():.3f} of the answerable"]
        shares.append(f"{(said[~answerable] < threshold).mean():.3f} of the others")
        for name, values in rest.items():
            if len(values):
                share = (fitted.probability(found.names, values) < threshold).mean()
                shares.append(f"{share:.3f} of those {name}")
        say(f"abstaining under {threshold}: {', '.join(shares)}")


def _index(workspace: str | None) -> Index:
    return store.ready(find(workspace), lambda what, done, total: say(f"{what}: {done} of {total}"))


def _write(
    made: Weights, folder: Path | None, *, ship: bool, networks: Mapping[str, bytes] | None = None
) -> None:
    for place in ([folder] if folder else []) + ([weights.SHIPPED.parent] if ship else []):
        place.mkdir(parents=True, exist_ok=True)
        for name, content in (networks or {}).items():
            (place / name).write_bytes(content)
        (place / NAME).write_text(weights.dumps(made), encoding="utf-8")
        say(f"wrote {', '.join([*(networks or {}), NAME])} in {place}")


def _known(index: Index, learnt: Weights) -> None:
    if fingerprint(index.encoder) != learnt.encoder:
        raise UsageError(
            "the index was built with another encoder than these weights were learnt with: make new ones "
            "first (`python -m kqa.answer.train weights`)"
        )


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


STEPS = {
    "weights": learn,
    "adapter": adapted,
    "answers": told,
    "combine": combined,
    "confidence": trust,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
