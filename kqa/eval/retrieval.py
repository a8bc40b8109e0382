"""Retrieval measures, as ir_measures defines and computes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

MEASURES = ("nDCG@10", "R@5", "R@10", "RR@10", "Success@1", "Success@5")
"""Names in ir_measures' own notation; relevance is binary."""
DEPTH = 50
"""Passages ranked for the run files; the measures look at ten."""
RETRIEVERS = ("bm25", "dense", "hybrid", "+reader")
"""What is measured: each retriever alone, fused, and the order the reader gives."""


def scores(
    relevant: Mapping[str, Collection[str]],
    ranked: Mapping[str, Sequence[str]],
    names: Sequence[str] = MEASURES,
) -> dict[str, dict[str, float]]:
    """Score one run.

    Args:
        relevant: document numbers that answer each question; a question with none is left out.
        ranked: document numbers in the order given, best first. A question that is missing counts as zero.
        names: measures in ir_measures' notation.

    Returns:
        For each question each measure's value, 0 to 1, higher is better.
    """
    import ir_measures

    judged = [question for question in relevant if relevant[question]]
    qrels = [ir_measures.Qrel(q, document, 1) for q in judged for document in sorted(relevant[q])]
    run = [
        ir_measures.ScoredDoc(q, document, score)
        for q in judged
        for document, score in zip(ranked.get(q, ()), falling(len(ranked.get(q, ()))), strict=True)
    ]
    found: dict[str, dict[str, float]] = {q: {} for q in judged}
    if not judged:
        return found
    for metric in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], qrels, run):
        found[metric.query_id][str(metric.measure)] = float(metric.value)
    return found


def falling(count: int) -> list[float]:
    """Scores that put documents in the order given: trec_eval breaks ties by name, not by rank."""
    return [float(count - place) for place in range(count)]
