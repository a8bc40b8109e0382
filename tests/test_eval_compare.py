"""Two runs side by side: what may be compared, what changed, and what counts as better."""

from __future__ import annotations

import pytest
from eval_runs import outcome, run

from kqa.errors import UsageError
from kqa.eval import compare, tables


def test_wins_losses_and_changed_questions() -> None:
    old = run([outcome(1, right=False), outcome(2), outcome(3)])
    new = run([outcome(1), outcome(2, right=False), outcome(3)])
    found = compare.compare(new, old)
    hit = found.differences["extract hit@1"]
    assert (hit.wins, hit.losses, hit.count, hit.value) == (1, 1, 3, 0.0)
    assert [(c.id, c.rose, c.fell) for c in found.changes] == [
        ("q1", ("extract hit@1",), ()),
        ("q2", (), ("extract hit@1",)),
    ]
    assert (found.changes[0].old, found.changes[0].new) == (("shown False <i>",), ("shown True <i>",))


def test_the_printed_comparison_has_both_answers() -> None:
    printed = tables.comparison_tables(
        compare.compare(run([outcome(1)]), run([outcome(1, right=False)])), "gold-0"
    )
    assert "extract hit@1" in printed
    assert "was: shown False <i>" in printed
    assert "now: shown True <i>" in printed


def test_equal_runs_have_no_changes() -> None:
    found = compare.compare(run([outcome(1)]), run([outcome(1)]))
    assert found.changes == ()
    assert "no score changed" in tables.comparison_tables(found, "gold-0")


def test_a_fall_of_an_error_is_a_rise_of_quality() -> None:
    assert compare.better("Brier score", -0.1)
    assert compare.better("false refusals", -0.1)
    assert compare.better("extract hit@1", 0.1)
    assert not compare.better("extract hit@1", -0.1)


def test_another_corpus_version_is_refused_by_name() -> None:
    old = run([outcome(1)], corpus={"garcia2020": "bb"}, corpus_sha256="d")
    with pytest.raises(UsageError, match=r"two corpus versions \(garcia2020 changed"):
        compare.compare(run([outcome(1)]), old)


def test_another_gold_set_is_refused() -> None:
    with pytest.raises(UsageError, match=r"two gold sets .*; evaluate both on one set"):
        compare.compare(run([outcome(1)]), run([outcome(1), outcome(2)], gold_sha256="h"))
