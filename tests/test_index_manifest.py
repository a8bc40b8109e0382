from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kqa.errors import DamagedIndex, StaleIndex
from kqa.index import manifest
from kqa.index.manifest import Manifest, Part, Stamps

RECORD = Manifest(
    manifest.VERSION,
    "m",
    "encoder/ab",
    "generation-1",
    {"k": Part({"article.md": "00"}, 3)},
    {"f": (2, "ff")},
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest.save(tmp_path, RECORD)
    assert manifest.load(tmp_path) == RECORD


def test_no_manifest_is_a_stale_index(tmp_path: Path) -> None:
    with pytest.raises(StaleIndex, match="holds no index yet: `kqa index` builds it"):
        manifest.load(tmp_path)


def test_another_version_is_a_stale_index(tmp_path: Path) -> None:
    manifest.save(tmp_path, Manifest(99, "m", "", "g", {}))
    with pytest.raises(StaleIndex, match=r"another version of kqa \(format 99, expected \d\)"):
        manifest.load(tmp_path)


def test_every_flipped_byte_of_a_manifest_is_noticed(tmp_path: Path) -> None:
    manifest.save(tmp_path, RECORD)
    path = tmp_path / manifest.NAME
    whole = path.read_bytes()
    for position in range(0, len(whole), 3):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        path.write_bytes(damaged)
        try:
            assert manifest.load(tmp_path) == RECORD  # white space between values may change
        except (DamagedIndex, StaleIndex):
            continue
        assert whole[position : position + 1].isspace()


@pytest.mark.parametrize("garbage", [b"", b"\0\xff", b"[]", b"{}", b'{"version": 1}', b"null"])
def test_garbage_is_a_damaged_index(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / manifest.NAME).write_bytes(garbage)
    with pytest.raises(DamagedIndex, match=r"manifest\.json cannot be read"):
        manifest.load(tmp_path)


def test_a_large_file_is_hashed_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "ALWAYS_HASHED", 0)
    monkeypatch.setattr(manifest, "SETTLED", -1.0)
    path = tmp_path / "large"
    path.write_bytes(b"one")
    first = Stamps(tmp_path)
    digest = first.digest(str(path))
    first.save()
    hashed: list[object] = []
    real = manifest.hashlib.file_digest
    monkeypatch.setattr(
        manifest.hashlib, "file_digest", lambda file, name: hashed.append(file) or real(file, name)
    )
    assert Stamps(tmp_path).digest(str(path)) == digest
    assert hashed == []
    before = path.stat()
    time.sleep(0.02)
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the time of change cannot be set back
    assert Stamps(tmp_path).digest(str(path)) != digest
    assert len(hashed) == 1


def test_a_file_that_has_just_changed_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "ALWAYS_HASHED", 0)
    path = tmp_path / "large"
    path.write_bytes(b"one")
    stamps = Stamps(tmp_path)
    stamps.digest(str(path))
    stamps.save()
    assert not (tmp_path / manifest.STAMPS).exists()


@pytest.mark.parametrize("garbage", [b"", b"\0", b"[]", b'{"x": 1}'])
def test_garbage_in_the_stamps_only_costs_a_hash(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"words")
    expected = Stamps(tmp_path).digest(str(path))
    (tmp_path / manifest.STAMPS).write_bytes(garbage)
    assert Stamps(tmp_path).digest(str(path)) == expected


def test_a_missing_file_has_no_hash(tmp_path: Path) -> None:
    assert Stamps(tmp_path).digest(str(tmp_path / "none")) == ""
