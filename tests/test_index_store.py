from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import tiny
from fakes import FakeEncoder
from numpy.typing import NDArray

from kqa.corpus.article import Article
from kqa.corpus.sentences import sentences
from kqa.errors import CorpusError, DamagedIndex, IndexingError, KqaError, StaleIndex
from kqa.index import build, manifest, sparse, store
from kqa.index.passages import split
from kqa.index.search import search
from kqa.index.store import Index
from kqa.workspace import Workspace


class CountingEncoder(FakeEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return super().encode(texts)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def built(workspace: Workspace, encoder: CountingEncoder) -> Workspace:
    store.build_or_update(workspace, encoder=encoder)
    encoder.texts.clear()
    return workspace


def add(workspace: Workspace, key: str, words: str) -> None:
    """A fourth article."""
    source = workspace.corpus / "lee2021"
    folder = workspace.corpus / key
    shutil.copytree(source, folder)
    change(workspace, key, f"# New\n\n## 1. Only\n\n{words}\n\n## References\n\n1. Zorn, B. A work. 2001.\n")
    entry = tiny.REFERENCES["lee2021"][0] | {"id": f"{key}:1"}
    (folder / "references.json").write_text(json.dumps([entry]), encoding="utf-8")


def change(workspace: Workspace, key: str, text: str) -> None:
    """Replace an article's text, with the hash that its metadata records."""
    import hashlib

    folder = workspace.corpus / key
    (folder / "article.md").write_text(text, encoding="utf-8")
    path = folder / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    metadata["custom"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(metadata), encoding="utf-8")


def everything(index: Index) -> tuple[object, ...]:
    """All that an index holds, to compare."""
    return (
        list(index.passages),
        [index.sentences(p) for p in index.passages],
        index.contents.vectors.tolist(),
        [index.sentence_vectors(p).tolist() for p in index.passages],
        index.sparse.scores({"melatonin": 1.0, "light": 1.0, "smith": 1.0}).tolist(),
        [
            list(map(str, path))
            for row in index.contents.rows
            for path in [index.contents.sections[row["section"]]]
        ],
        sorted(map(str, index.abbreviations.targets.items())),
    )


def test_row_i_is_passage_i_everywhere(tiny_index: Index, tiny_articles: dict[str, Article]) -> None:
    expected = [p for key in sorted(tiny_articles) for p in split(tiny_articles[key])]
    assert list(tiny_index.passages) == expected
    encoder = FakeEncoder()
    for row, passage in enumerate(expected):
        assert tiny_index.row(passage) == row
        assert tiny_index.passages[row] == passage
        assert tiny_index.sentences(passage) == sentences(passage)
        alone = encoder.encode([s.text for s in sentences(passage)])
        np.testing.assert_allclose(tiny_index.sentence_vectors(passage), alone, atol=1e-3)
    assert tiny_index.passages[-1] == expected[-1]
    assert tiny_index.passages[2:4] == tuple(expected[2:4])
    assert len(tiny_index.contents.vectors) == len(tiny_index.passages)


def test_a_row_that_is_not_there_is_an_error(tiny_index: Index) -> None:
    with pytest.raises(IndexError, match="row 999 of"):
        tiny_index.passages[999]


def test_text_is_that_of_the_corpus(tiny_index: Index) -> None:
    assert tiny_index.text("lee2021") == tiny.LEE
    with pytest.raises(
        CorpusError, match="no article has the key 'nobody'; there are: garcia2020, lee2021, okoro2022"
    ):
        tiny_index.text("nobody")


def test_an_index_is_opened_as_it_was_built(built: Workspace, encoder: CountingEncoder) -> None:
    opened = store.open_index(built, encoder=encoder)
    assert everything(opened) == everything(store.build_or_update(built, rebuild=True, encoder=FakeEncoder()))
    assert encoder.texts == []


def test_nothing_is_made_twice(built: Workspace, encoder: CountingEncoder) -> None:
    before = store.open_index(built, encoder=encoder).manifest
    assert store.ready(built, encoder=encoder).manifest == before
    assert store.build_or_update(built, encoder=encoder).manifest == before
    assert encoder.texts == []


def test_adding_an_article_embeds_only_that_one(built: Workspace, encoder: CountingEncoder) -> None:
    add(built, "huber2023", "Valerian tea did nothing (VT). It was cheap.")
    with pytest.raises(StaleIndex, match=r"older than the articles \(huber2023 changed\): `kqa index`"):
        store.open_index(built, encoder=encoder)
    index = store.ready(built, encoder=encoder)
    words = "Valerian tea did nothing (VT). It was cheap."
    assert {words, "It was cheap.", "Zorn, B. A work. 2001."} <= set(encoder.texts)
    new = index.text("huber2023")
    assert all(text in new for text in encoder.texts)
    assert everything(index) == everything(store.build_or_update(built, rebuild=True, encoder=FakeEncoder()))


def test_changed_and_removed_articles_leave_nothing_behind(
    built: Workspace, encoder: CountingEncoder
) -> None:
    change(built, "lee2021", tiny.LEE.replace("Eye strain", "Neck pain"))
    shutil.rmtree(built.corpus / "garcia2020")
    index = store.ready(built, encoder=encoder)
    assert {p.article for p in index.passages} == {"lee2021", "okoro2022"}
    assert not any("melatonin" in text.casefold() for text in encoder.texts)  # okoro2022 did not change
    assert index.sparse.words.numbers(["garcia", "eye", "neck"])[:2] == [None, None]
    assert everything(index) == everything(store.build_or_update(built, rebuild=True, encoder=FakeEncoder()))


def test_a_list_of_citations_that_comes_later_is_noticed(built: Workspace, encoder: CountingEncoder) -> None:
    (built.corpus / "lee2021" / "citations.json").write_text("[]", encoding="utf-8")
    with pytest.raises(StaleIndex, match="lee2021 changed"):
        store.open_index(built, encoder=encoder)
    index = store.build_or_update(built, encoder=encoder)
    assert not any(
        s.references
        for row in index.rows("lee2021")
        for s in index.sentences(index.passages[row])
        if index.passages[row].kind != "reference"
    )


@pytest.mark.parametrize("part", ["metadata.json", "references.json"])
def test_a_change_of_any_part_of_an_article_is_noticed(
    built: Workspace, encoder: CountingEncoder, part: str
) -> None:
    path = built.corpus / "lee2021" / part
    path.write_text(path.read_text(encoding="utf-8").replace("Berg", "Burg") + "\n", encoding="utf-8")
    with pytest.raises(StaleIndex, match="lee2021 changed"):
        store.open_index(built, encoder=encoder)


def test_a_flipped_byte_in_any_file_is_noticed_and_mended(built: Workspace, encoder: CountingEncoder) -> None:
    whole = everything(store.open_index(built, encoder=encoder))
    first = store.open_index(built, encoder=encoder).manifest
    assert len(first.files) > 10
    assert any(name.startswith("tokens/") for name in first.files)
    for name in sorted(first.files):
        said: list[str] = []
        now = store.open_index(built, encoder=encoder).manifest.generation
        path = built.index / name.replace(first.generation, now)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
        readings: list[Callable[..., object]] = [store.open_index, store.verify]
        for reading in readings:
            with pytest.raises(
                DamagedIndex, match=r"does not match its hash: `kqa index` builds the index anew"
            ):
                reading(built, encoder=encoder)
        mended = store.ready(built, lambda stage, done, total, said=said: said.append(stage), encoder=encoder)
        assert everything(mended) == whole
        assert any("damaged" in line for line in said)


def test_a_missing_file_is_noticed(built: Workspace, encoder: CountingEncoder) -> None:
    index = store.open_index(built, encoder=encoder)
    (store.folder_of(index) / "vectors.npy").unlink()
    with pytest.raises(DamagedIndex, match=r"vectors\.npy is missing"):
        store.open_index(built, encoder=encoder)


def test_an_index_of_another_encoder_is_stale(built: Workspace) -> None:
    with pytest.raises(StaleIndex, match="was built with an encoder in memory"):
        store.open_index(built)


@pytest.mark.parametrize("step", ["layout.write", "sparse.save", "manifest.save"])
def test_a_build_that_breaks_off_leaves_the_old_index_serving(
    built: Workspace, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    whole = everything(store.open_index(built, encoder=encoder))

    def broken(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"kqa.index.{step}", broken)
        with pytest.raises(KeyboardInterrupt):
            store.build_or_update(built, rebuild=True, encoder=encoder)
    assert everything(store.open_index(built, encoder=encoder)) == whole
    assert everything(store.build_or_update(built, rebuild=True, encoder=encoder)) == whole
    assert len(list(built.index.glob("generation-*"))) == 1


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from fakes import FakeEncoder
    from kqa.index import build, store
    from kqa.workspace import Workspace
    def die(*args, **options):
        os.kill(os.getpid(), signal.SIGKILL)
    build.sparse.save = die
    store.build_or_update(Workspace(Path(sys.argv[1])), rebuild=True, encoder=FakeEncoder())
    """
)


def test_a_process_killed_while_building_leaves_the_old_index_serving(
    built: Workspace, encoder: CountingEncoder
) -> None:
    whole = everything(store.open_index(built, encoder=encoder))
    tests = str(Path(__file__).parent)
    process = subprocess.run([sys.executable, "-c", KILLED, str(built.root), tests], check=False)
    assert process.returncode == -9
    assert everything(store.open_index(built, encoder=encoder)) == whole
    store.build_or_update(built, rebuild=True, encoder=encoder)
    assert len(list(built.index.glob("generation-*"))) == 1


def test_an_article_that_cannot_be_read_stops_the_build_and_keeps_the_index(
    built: Workspace, encoder: CountingEncoder
) -> None:
    (built.corpus / "lee2021" / "references.json").unlink()
    before = manifest.load(built.index)
    with pytest.raises(CorpusError, match=r"references\.json is missing"):
        store.ready(built, encoder=encoder)
    assert manifest.load(built.index) == before


def test_a_fresh_index_in_a_folder_that_is_only_readable_serves(
    built: Workspace, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("write_text", "write_bytes", "replace", "mkdir", "unlink"):
        monkeypatch.setattr(Path, name, refuse)
    monkeypatch.setattr(manifest, "SETTLED", -1.0)
    index = store.ready(built, encoder=encoder)
    assert search(index, "melatonin")[0].passage.article in {"garcia2020", "okoro2022"}


def test_building_where_nothing_can_be_written_says_so(
    workspace: Workspace, encoder: CountingEncoder
) -> None:
    workspace.index.write_text("in the way", encoding="utf-8")
    with pytest.raises(IndexingError, match=r"the index cannot be built in .*: make the folder writable"):
        store.ready(workspace, encoder=encoder)


def test_a_workspace_without_articles_has_an_index_that_finds_nothing(
    tmp_path: Path, encoder: CountingEncoder
) -> None:
    (tmp_path / "corpus").mkdir()
    index = store.ready(Workspace(tmp_path), encoder=encoder)
    assert len(index.passages) == 0
    for retriever in ("hybrid", "bm25", "dense"):
        assert search(index, "melatonin", retriever=retriever) == ()
    again = store.ready(Workspace(tmp_path), encoder=encoder)
    assert again.manifest == index.manifest


def test_an_article_without_passages_is_indexed(built: Workspace, encoder: CountingEncoder) -> None:
    change(built, "lee2021", "# Only a title\n")
    index = store.ready(built, encoder=encoder)
    assert len(index.rows("lee2021")) == 0
    assert everything(index) == everything(store.build_or_update(built, rebuild=True, encoder=FakeEncoder()))


def test_an_open_index_outlives_the_next_build(built: Workspace, encoder: CountingEncoder) -> None:
    old = store.open_index(built, encoder=encoder)
    whole = everything(old)
    store.build_or_update(built, rebuild=True, encoder=encoder)
    assert everything(old) == whole


def test_two_builds_at_once_make_one_index(workspace: Workspace) -> None:
    from concurrent.futures import ThreadPoolExecutor

    encoders = [CountingEncoder() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda one: store.ready(workspace, encoder=one), encoders))
    assert len({index.manifest.identity for index in made}) == 1
    assert sum(bool(one.texts) for one in encoders) == 1


def test_what_is_kept_is_what_did_not_change(built: Workspace) -> None:
    old = manifest.load(built.index)
    wanted = dict(old.articles) | {"lee2021": manifest.Part({"article.md": "other"}, 0)}
    kept = build.reusable(built, old, wanted)
    assert kept is not None
    assert set(kept.spans) == {"garcia2020", "okoro2022"}
    assert isinstance(kept.counts, sparse.Counts)
    assert build.reusable(built, old, {}) is None


def test_errors_of_the_index_are_errors_of_kqa() -> None:
    assert issubclass(DamagedIndex, KqaError)
    assert issubclass(StaleIndex, IndexingError)
