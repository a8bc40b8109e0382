"""Questions from a file, one a line."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.commands import batch
from kqa.errors import UsageError


def lines(tmp_path: Path, data: bytes) -> list[batch.Asked]:
    path = tmp_path / "questions.txt"
    path.write_bytes(data)
    return list(batch.read(str(path)))


def test_text_and_json_lines_may_mix(tmp_path: Path) -> None:
    data = '\ufeffFirst?\r\n{"id": "q7", "question": "Second?", "type": 1}\n{"id": 3, "question": "Third?"}\n'
    assert [(a.id, a.question()) for a in lines(tmp_path, data.encode())] == [
        (None, "First?"),
        ("q7", "Second?"),
        (3, "Third?"),
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"   ", "the line is blank"),
        (b"{oops", "no valid JSON"),
        (b'{"id": 1}', '"question" is None'),
        (b'{"question": 5}', '"question" is 5'),
        (b'{"question": "x", "id": [1]}', r'"id" is \[1\]'),
        (b'{"question": "x", "id": true}', '"id" is True'),
        (b"caf\xe9?", "byte 4 of the line is not UTF-8"),
        (b"[" * 100_000 + b"x" * (batch.LONGEST_LINE), "bytes long: expected one question a line"),
        (b'{"question": ' + b"[" * 200_000, "no valid JSON"),
    ],
    ids=["blank", "broken", "none", "number", "list-id", "true-id", "latin-1", "long", "deep"],
)
def test_a_bad_line_is_known_by_its_place_and_the_others_come(
    tmp_path: Path, line: bytes, complaint: str
) -> None:
    before, bad, after = lines(tmp_path, b"One?\n" + line + b"\nThree?\n")
    assert (before.question(), after.question()) == ("One?", "Three?")
    assert bad.place.endswith("questions.txt, line 2")
    with pytest.raises(UsageError, match=complaint):
        bad.question()


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(
        UsageError, match=r"--batch 'nowhere.txt': there is no such file; `-` reads standard input"
    ):
        list(batch.read("nowhere.txt"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(UsageError, match="is UTF-16: save it as UTF-8"):
        lines(
            tmp_path, "\ufeffOne?".encode("utf-16-le") if encoding == "utf-16-le" else "One?".encode(encoding)
        )


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"One?\n\nTwo?")))
    one, blank, two = batch.read("-")
    assert (one.question(), two.question(), two.place) == ("One?", "Two?", "standard input, line 3")
    assert blank.problem


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(), st.text()), st.text(min_size=1)), max_size=5))
def test_every_json_line_comes_back(drawn: list[tuple[str | int | None, str]]) -> None:
    data = [json.dumps({"id": id, "question": question}).encode() + b"\n" for id, question in drawn]
    assert [(a.id, a.question()) for a in batch._lines("x", iter(data))] == drawn
