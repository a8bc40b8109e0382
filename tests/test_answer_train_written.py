"""Questions written to learn from: how they are read, and what is said of a file that is none."""

import json
from pathlib import Path

import pytest

from kqa.answer.train.written import Written, load
from kqa.errors import UsageError

ROW = {"question": "Why?", "changed": "", "evidence": [["garcia2020", 3, 9], ["lee2021", 0, 4]]}


def written(folder: Path, text: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_line_is_a_question(tmp_path: Path) -> None:
    other = {"question": "How?", "changed": "When?", "evidence": [], "note": "more is let by"}
    path = written(tmp_path, f"{json.dumps(ROW)}\n\n{json.dumps(other)}\n")
    assert load(path) == (
        Written("Why?", "", (("garcia2020", 3, 9), ("lee2021", 0, 4))),
        Written("How?", "When?", ()),
    )


@pytest.mark.parametrize(
    "text",
    ["{", "[]\n", '{"question": "Why?"}', json.dumps(ROW | {"evidence": [["garcia2020", "here", 4]]})],
)
def test_a_file_of_another_layout_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"questions\.jsonl cannot be read \(.*expected JSON lines of"):
        load(written(tmp_path, text))


def test_a_missing_and_an_empty_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="holds no questions: give some hundred at least"):
        load(written(tmp_path, "\n"))
