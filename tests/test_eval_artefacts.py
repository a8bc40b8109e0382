"""A run on disk: read back as it was, found by name, and readable by trec_eval."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from eval_runs import outcome, run

from kqa.errors import UsageError
from kqa.eval import artefacts
from kqa.eval.figures import figures

RUN = run([outcome(1), outcome(2, right=False), outcome(3, answerable=False, confidence=0.2)])


def test_a_run_is_read_back_with_all_its_figures(tmp_path: Path) -> None:
    back = artefacts.load(artefacts.save(RUN, tmp_path))
    assert back.outcomes == RUN.outcomes
    assert figures(back) == figures(RUN)


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = artefacts.save(RUN, tmp_path / "a"), artefacts.save(RUN, tmp_path / "b")
    assert first.name == second.name
    names = sorted(p.name for p in first.iterdir())
    assert names == sorted(p.name for p in second.iterdir())
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_other_settings_give_another_folder() -> None:
    assert artefacts.folder_name(RUN.settings) != artefacts.folder_name({**RUN.settings, "depth": 7})
    assert artefacts.folder_name({"name": "My Set/1"}).startswith("my-set-1-")


def test_trec_files_are_read_by_trec_eval_in_rank_order(tmp_path: Path) -> None:
    import ir_measures

    folder = artefacts.save(RUN, tmp_path)
    qrels = list(ir_measures.read_trec_qrels(str(folder / "qrels.trec")))
    ranked = list(ir_measures.read_trec_run(str(folder / "bm25.trec")))
    assert [(q.query_id, q.doc_id, q.relevance) for q in qrels] == [
        ("q1", "garcia2020:0-40", 1),
        ("q2", "garcia2020:0-40", 1),
    ]
    found = {m.query_id: m.value for m in ir_measures.iter_calc([ir_measures.RR], qrels, ranked)}
    assert found == {"q1": 0.5, "q2": 0.5}


def test_runs_are_found_by_the_start_of_their_name(tmp_path: Path) -> None:
    folder = artefacts.save(RUN, tmp_path)
    assert artefacts.find("gold", tmp_path) == artefacts.find(folder.name, tmp_path) == folder
    assert artefacts.find(str(folder), tmp_path / "elsewhere") == folder
    artefacts.save(run([outcome(1)]), tmp_path)
    with pytest.raises(UsageError, match="'gold' names several runs"):
        artefacts.find("gold", tmp_path)
    with pytest.raises(UsageError, match="'other' names no run"):
        artefacts.find("other", tmp_path)


def test_the_newest_run_is_the_one_written_last(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no run in"):
        artefacts.newest(tmp_path)
    first, second = artefacts.save(RUN, tmp_path), artefacts.save(run([outcome(1)]), tmp_path)
    os.utime(first / "settings.json", ns=(2**62, 2**62))
    assert artefacts.newest(tmp_path) == first
    os.utime(second / "settings.json", ns=(2**62 + 1, 2**62 + 1))
    assert artefacts.newest(tmp_path) == second


def test_a_run_that_was_stopped_while_it_was_written_is_passed_over(tmp_path: Path) -> None:
    folder = artefacts.save(RUN, tmp_path)
    folder.rename(tmp_path / f".{folder.name}.new")
    with pytest.raises(UsageError, match="there is no run in"):
        artefacts.newest(tmp_path)
    assert artefacts.load(artefacts.save(RUN, tmp_path)).outcomes == RUN.outcomes


def test_a_run_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    folder = artefacts.save(RUN, tmp_path)
    (folder / "answers.jsonl").unlink()
    with pytest.raises(UsageError, match=r"is no complete run .*answers\.jsonl"):
        artefacts.load(folder)


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    held = json.loads((artefacts.save(RUN, tmp_path) / "figures.json").read_text("utf-8"))
    assert held["overall"]["extract hit@1"]["value"] == 0.5
    assert held["by_type"]["fact"]["extract hit@1"]["questions"] == 2
    assert held["abstention"]["auroc"]["value"] == 1.0
