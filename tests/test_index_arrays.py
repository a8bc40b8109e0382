from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kqa.index import arrays


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("arrays")


@pytest.mark.parametrize("small", [0, 1 << 20], ids=["mapped", "read"])
@pytest.mark.parametrize("dtype", ["f4", "f2", "i8", "u1", [("a", "<i4"), ("b", "u1")]], ids=str)
def test_parts_are_read_back_as_one_array(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dtype: object, small: int
) -> None:
    monkeypatch.setattr(arrays, "SMALL", small)
    whole = np.arange(24).astype(dtype)
    arrays.save(tmp_path / "a.npy", whole[:5], whole[5:5], whole[5:])
    read = arrays.load(tmp_path / "a.npy")
    assert type(read) is np.ndarray
    np.testing.assert_array_equal(read, whole)
    assert read.dtype == whole.dtype
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy", allow_pickle=False), whole)


def test_rows_of_several_numbers_keep_their_shape(tmp_path: Path) -> None:
    rows = np.arange(12, dtype=np.float32).reshape(4, 3)
    arrays.save(tmp_path / "a.npy", np.empty((0, 3), np.float32), rows[:1], rows[1:])
    np.testing.assert_array_equal(arrays.load(tmp_path / "a.npy"), rows)


def test_a_mapped_array_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "SMALL", 0)
    arrays.save(tmp_path / "a.npy", np.ones(3))
    with pytest.raises(ValueError, match="read-only"):
        arrays.load(tmp_path / "a.npy")[0] = 2


def test_pickles_are_not_read(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{"code": "runs"}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        arrays.load(tmp_path / "a.npy")


@settings(max_examples=50)
@given(values=st.lists(st.lists(st.text() | st.integers() | st.none(), max_size=3), max_size=8))
def test_lines_hold_any_text(folder: Path, values: list[list[object]]) -> None:
    safe = [
        [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in one] for one in values
    ]
    ends = arrays.write_lines(folder / "lines", (arrays.encode_line(one) for one in safe))
    lines = arrays.Lines.open(folder / "lines", ends)
    assert list(lines) == safe
    assert [lines[row] for row in range(len(lines))] == safe
    assert lines[1:3] == safe[1:3]
    assert b"".join(lines.raw(row) for row in range(len(lines))) == (folder / "lines").read_bytes()
