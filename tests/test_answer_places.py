"""Where an index keeps what sentences lean on."""

import gc
import hashlib
import json
from weakref import ref

import numpy as np
import pytest
import tiny
from fakes import FakeEncoder

from kqa.answer import leaning, places, reader
from kqa.answer.places import ArticlePlaces
from kqa.index import store
from kqa.index.search import search
from kqa.index.store import Index
from kqa.workspace import Workspace

FRONT = "Ana Garcia and Lena Lindqvist\n\nInstitute of Rest, Coimbra, Portugal\n\n"


def retold(workspace: Workspace, text: str, key: str = "garcia2020") -> Index:
    """An index in which one article has another text."""
    folder = workspace.corpus / key
    (folder / "article.md").write_text(text, encoding="utf-8")
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    metadata["custom"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return store.build_or_update(workspace, encoder=FakeEncoder())


def with_front(front: str) -> str:
    return tiny.GARCIA.replace("## Abstract", f"{front}## Abstract", 1)


def holds(vectors: np.ndarray, word: str) -> bool:
    """Whether a word's vector is among vectors that went through int8."""
    (wanted,) = FakeEncoder().encode([word])
    return bool(len(vectors)) and float((vectors @ wanted).max()) > 0.99


def test_the_front_page_is_what_stands_before_the_body_without_the_abstract(workspace: Workspace) -> None:
    index = retold(workspace, with_front(FRONT))
    front = ArticlePlaces(index, "garcia2020").front
    assert all(holds(front, word) for word in ("Lindqvist", "Coimbra", "Portugal"))
    assert not any(holds(front, word) for word in ("Trouble", "pineal", "placebo"))
    assert len(front) == len(FRONT.replace(",", "").split())


@pytest.mark.parametrize("key", list(tiny.TEXTS))
def test_an_article_that_begins_with_its_body_has_no_front_page(tiny_index: Index, key: str) -> None:
    assert ArticlePlaces(tiny_index, key).front.shape == (0, tiny_index.encoder.dimension)


def test_an_article_whose_body_begins_nowhere_has_no_front_page(workspace: Workspace) -> None:
    text = with_front(FRONT).replace("1. Introduction", "1. Hormones")
    index = retold(workspace, text)
    assert len(ArticlePlaces(index, "garcia2020").front) == 0


def test_what_is_too_long_for_a_front_page_is_none(workspace: Workspace) -> None:
    index = retold(workspace, with_front("".join(f"Line {n}\n\n" for n in range(places.MOST_FRONT + 1))))
    assert len(ArticlePlaces(index, "garcia2020").front) == 0


@pytest.mark.parametrize(
    "heading",
    ["1. Introduction", "Introduction", "I. BACKGROUND", "1 Background and aims", "1.1. Background"],
)
def test_the_body_begins_where_it_usually_does(heading: str) -> None:
    assert places.BODY.match(heading)


@pytest.mark.parametrize("heading", ["Methods", "2. A background check", "Introductory remarks"])
def test_other_headings_begin_no_body(heading: str) -> None:
    assert not places.BODY.match(heading)


@pytest.mark.parametrize("key", list(tiny.TEXTS))
def test_entries_are_known_by_their_ids(tiny_index: Index, key: str) -> None:
    entries = ArticlePlaces(tiny_index, key).entries
    assert set(entries) == {entry["id"] for entry in tiny.REFERENCES[key]}
    for entry in tiny.REFERENCES[key]:
        assert entries[entry["id"]].kind == "reference"
        assert entry["title"] in entries[entry["id"]].text


def test_the_words_of_a_cited_entry_are_found(tiny_index: Index) -> None:
    known = ArticlePlaces(tiny_index, "okoro2022")
    cited = known.cited("okoro2022:2")
    assert all(holds(cited, word) for word in ("Weiss", "Behavioural", "2019"))
    assert not holds(cited, "latency")
    assert known.cited("okoro2022:2") is cited


@pytest.mark.parametrize("id", ["okoro2022:99", "garcia2020:1", "", "nonsense"])
def test_an_entry_that_the_list_has_not_is_like_nothing(tiny_index: Index, id: str) -> None:
    assert ArticlePlaces(tiny_index, "okoro2022").cited(id).shape == (0, tiny_index.encoder.dimension)


def test_an_index_that_was_read_is_let_go(workspace: Workspace) -> None:
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    reader.read(index, "When does melatonin rise?", search(index, "When does melatonin rise?"))
    assert index in leaning._places
    gone = ref(index)
    del index
    gc.collect()
    assert gone() is None
