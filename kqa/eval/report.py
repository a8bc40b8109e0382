"""One self-contained HTML page of a run: tables, charts and the misses, expected beside given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from kqa.eval import answers, artefacts, charts, match, page, plots, retrieval
from kqa.eval.compare import Comparison, better, compare
from kqa.eval.figures import ANSWERS, Figures, figures
from kqa.eval.outcome import Outcome, Run
from kqa.eval.statistics import Estimate


def write(folder: Path, out: Path, *, compared: Path | None = None) -> tuple[Path, ...]:
    """Write the report of a run, and its charts as PNG where matplotlib is installed.

    Args:
        folder: the run.
        out: the HTML file; the PNG files lie beside it.
        compared: another run to compare with.

    Returns:
        The files written, the page first.

    Raises:
        UsageError: a run cannot be read, or the two cannot be compared.
    """
    run, latency = artefacts.load(folder), artefacts.load_latency(folder)
    found = figures(run)
    against = compare(run, artefacts.load(compared)) if compared else None
    made = charts.charts(found)
    text = html(run, found, latency, made, folder.name, against, compared.name if compared else "")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, "utf-8")
    written = [out]
    for name, data in plots.png(made, out.stem).items():
        (out.parent / name).write_bytes(data)
        written.append(out.parent / name)
    return tuple(written)


def html(
    run: Run,
    found: Figures,
    latency: Mapping[str, Mapping[str, float]],
    made: Sequence[charts.Chart],
    name: str,
    against: Comparison | None = None,
    other: str = "",
) -> str:
    """The page as text."""
    body = [
        f"<h1>Evaluation of {escape(str(run.settings['name']))}</h1>",
        f"<p>{found.questions} questions, {found.answerable} answerable, over {len(run.settings['corpus'])} "
        f"articles; run <code>{escape(name)}</code>. Brackets hold 95 % bootstrap intervals, clustered by "
        "source passage.</p>",
        "<h2>Passages</h2>",
        _retrieval(found),
        "<h2>Answers</h2>",
        _answers(found),
        "<h2>By type</h2>",
        _types(found),
        '<div class="charts">',
        *(f"<figure>{charts.svg(c)}<figcaption>{escape(c.title)}</figcaption></figure>" for c in made),
        "</div>",
        "<h2>Latency</h2>",
        page.table(
            ["milliseconds", "p50", "p95"],
            [[k, f"{v['p50_ms']:.1f}", f"{v['p95_ms']:.1f}"] for k, v in latency.items()],
        ),
        *_comparison(against, other),
        *_misses(run),
        "<h2>Settings</h2>",
        _settings(run.settings),
    ]
    title = f"kqa eval: {escape(str(run.settings['name']))}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{page.style()}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _retrieval(found: Figures) -> str:
    rows = []
    for name in retrieval.RETRIEVERS:
        cells = [found.overall.get(f"{name} {measure}") for measure in retrieval.MEASURES]
        rows.append([name, *(_estimate(cell) for cell in cells)])
    return page.table(["", *retrieval.MEASURES], rows)


def _answers(found: Figures) -> str:
    definitions = {measure.name: measure.definition for measure in answers.MEASURES}
    rows = [
        [name, _estimate(found.overall[name]), str(found.overall[name].count), definitions[name]]
        for name in ANSWERS
        if name in found.overall
    ]
    for label, value, meaning in (
        ("AUROC", found.abstention.auroc, "chance that an answerable question has the higher confidence"),
        (
            "calibration error",
            found.abstention.calibration_error,
            "confidence against share answerable, ten bins",
        ),
    ):
        if value:
            rows.append([label, _estimate(value), str(value.count), meaning])
    return page.table(["", "mean", "questions", page.WORDS], rows)


def _types(found: Figures) -> str:
    rows = [
        [name, *(f"{means[name].value:.2f}" if name in means else "–" for means in found.by_type.values())]
        for name in ANSWERS
        if any(name in means for means in found.by_type.values())
    ]
    counts = [max((v.count for v in means.values()), default=0) for means in found.by_type.values()]
    heads = [f"{kind} ({count})" for kind, count in zip(found.by_type, counts, strict=True)]
    return page.table(["mean", *heads], rows)


def _estimate(value: Estimate | None) -> str:
    if value is None:
        return "–"
    digits = 1 if value.value >= 10 else 3
    return f"{value.value:.{digits}f} [{value.low:.{digits}f}, {value.high:.{digits}f}]"


def _comparison(against: Comparison | None, other: str) -> list[str]:
    if against is None:
        return []
    rows = [
        [
            name,
            f"{d.value:+.3f}",
            f"{d.p:.4f}",
            *map(str, (d.wins, d.losses) if better(name, 1) else (d.losses, d.wins)),
        ]
        for name, d in against.differences.items()
        if d.wins or d.losses
    ]
    parts = [f"<h2>Against {escape(other)}</h2>", page.table(["", "new − old", "p", "better", "worse"], rows)]
    for change in against.changes:
        notes = [f"better: {', '.join(change.rose)}"] if change.rose else []
        notes += [f"worse: {', '.join(change.fell)}"] if change.fell else []
        parts.append(
            page.pair(
                f"{change.id} · {change.question}",
                "; ".join(notes) or "same scores, other words",
                ("was", "".join(page.quotation(text) for text in change.old)),
                ("now", "".join(page.quotation(text) for text in change.new)),
            )
        )
    return parts


def _misses(run: Run) -> list[str]:
    missed = [o for o in run.outcomes if o.question.answerable and not o.scores.get("extract hit@1")]
    parts = [
        f"<h2>Misses ({len(missed)})</h2>",
        "<p class=quiet>Answerable questions whose first extract matches no gold span. Where kqa abstained, "
        "what it would have shown stands on the right.</p>",
    ]
    parts.extend(_miss(outcome) for outcome in missed)
    answered = [o for o in run.outcomes if not o.question.answerable and not o.answer["abstained"]]
    parts.append(f"<h2>Answered though the corpus does not answer ({len(answered)})</h2>")
    parts.extend(
        page.pair(
            _head(outcome),
            f"confidence {outcome.answer['confidence']:.2f}. {outcome.question.note}",
            ("expected", "<p class=quiet>to abstain</p>"),
            (
                "given",
                "".join(
                    page.quotation(e["text"], "wrong", page.place(e)) for e in outcome.answer["extracts"]
                ),
            ),
        )
        for outcome in answered
    )
    return parts


def _miss(outcome: Outcome) -> str:
    wanted = (
        page.quotation(item.quote, "right", f"{item.article}, group {item.group}")
        for item in outcome.question.evidence
    )
    given = (
        page.quotation(e["text"], "right" if _is_gold(outcome, e) else "wrong", page.place(e))
        for e in outcome.anyway["extracts"]
    )
    abstained = "abstained, " if outcome.answer["abstained"] else ""
    ranks = _gold_ranks(outcome)
    return page.pair(
        _head(outcome),
        f"{abstained}confidence {outcome.answer['confidence']:.2f}; a gold passage stands at "
        f"{'rank ' + str(ranks[0]) if ranks else 'no rank'} of {len(outcome.answer['hits'])}",
        ("expected", "".join(wanted)),
        ("given", "".join(given)),
    )


def _head(outcome: Outcome) -> str:
    return f"{outcome.question.id} · {outcome.question.type} · {outcome.question.question}"


def _is_gold(outcome: Outcome, extract: Mapping[str, Any]) -> bool:
    return bool(
        match.matched(extract["article"], extract["start"], extract["end"], outcome.question.evidence)
    )


def _gold_ranks(outcome: Outcome) -> list[int]:
    return [hit["rank"] for hit in outcome.answer["hits"] if _is_gold(outcome, hit)]


def _settings(settings: Mapping[str, Any]) -> str:
    rows: list[str] = []
    for name, value in settings.items():
        inner = value.items() if isinstance(value, Mapping) else [("", value)]
        rows.extend(
            f"<tr><td>{escape(f'{name} {key}'.strip())}</td>"
            f"<td class=words><code>{escape(str(held))}</code></td></tr>"
            for key, held in inner
        )
    return f"<div class=scroll><table>{''.join(rows)}</table></div>"
