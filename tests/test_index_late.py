"""Token vectors: made, packed, kept beside the passages, and read back."""

import hashlib
import json
import shutil
from collections.abc import Sequence

import numpy as np
import pytest
import tiny
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kqa.index import late, store
from kqa.index.encoder import TOKENS, Encoder
from kqa.index.late import CONTEXT, Tokens
from kqa.index.store import Index
from kqa.types import Passage
from kqa.workspace import Workspace

DIMENSION = 384


def units(seed: int, rows: int, *, spiky: float = 0.0) -> NDArray[np.float32]:
    """Unit rows; `spiky` of each lies in one direction."""
    random = np.random.default_rng(seed)
    drawn = random.normal(size=(rows, DIMENSION))
    drawn /= np.maximum(np.linalg.norm(drawn, axis=1, keepdims=True), 1e-9)
    drawn[np.arange(rows), random.integers(0, DIMENSION, rows)] += spiky
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def passage(text: str = "Words.", **fields: object) -> Passage:
    given_fields = {"kind": "paragraph", "section": (), "locator": "para. 1"} | fields
    return Passage("a", 0, len(text), text, **given_fields)


@given(st.integers(0, 10_000), st.integers(0, 5), st.sampled_from([0.0, 0.3, 0.5, 1.0, 30.0]))
def test_unit_rows_keep_their_direction_as_int8(seed: int, rows: int, spiky: float) -> None:
    vectors = units(seed, rows, spiky=spiky)
    packed = late.pack(vectors)
    unpacked = late.unpack(packed)
    assert (packed.dtype, unpacked.dtype, unpacked.shape) == (np.int8, np.float32, vectors.shape)
    assert ((vectors * unpacked).sum(axis=1) > 0.999).all()
    np.testing.assert_allclose(np.linalg.norm(unpacked, axis=1), 1.0, atol=1e-5)


def test_a_row_is_packed_the_same_alone_and_among_others() -> None:
    vectors = np.concatenate([units(1, 3), units(2, 1, spiky=2.0), units(3, 2)])
    alone = np.concatenate([late.pack(vectors[n : n + 1]) for n in range(len(vectors))])
    np.testing.assert_array_equal(late.pack(vectors), alone)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ""),
        ({"section": ("1. One", "1.2. Two")}, "1.2. Two"),
        ({"caption": "Table 1. Trials."}, "Table 1. Trials."),
        (
            {"section": ("Results",), "caption": "Table 1. Trials.", "columns": ("Study", "Dose")},
            "Results / Table 1. Trials. / Study | Dose",
        ),
        ({"section": ("Results",), "columns": ("Dose",)}, "Results / Dose"),
    ],
)
def test_a_heading_is_what_stands_nearest_above(fields: dict[str, object], expected: str) -> None:
    assert late.heading(passage(**fields)) == expected


@given(st.integers(0, 4), st.integers(0, 4))
def test_the_tokens_of_a_heading_stand_behind_and_are_known_as_such(own: int, above: int) -> None:
    text = Tokens(units(1, own), np.array([(n, n + 1) for n in range(own)], np.int32).reshape(-1, 2))
    heading = Tokens(units(2, above), np.array([(n, n + 1) for n in range(above)], np.int32).reshape(-1, 2))
    both = late.joined(text, heading)
    assert both.own.tolist() == [True] * own + [False] * above
    np.testing.assert_array_equal(both.vectors[both.own], text.vectors)
    np.testing.assert_array_equal(both.spans[both.own], text.spans)
    np.testing.assert_array_equal(both.vectors[~both.own], heading.vectors)
    assert (both.spans[~both.own] == CONTEXT).all()


class Counting(FakeEncoder):
    """Remembers the texts whose tokens it made; `turn` makes its vectors differ from another's."""

    def __init__(self, turn: int = 0) -> None:
        self.texts: list[str] = []
        self.turn = turn

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        self.texts += texts
        return [Tokens(np.roll(t.vectors, self.turn, axis=1), t.spans) for t in super().tokens(texts)]


def test_a_heading_is_read_once_for_all_the_passages_below_it() -> None:
    encoder = Counting()
    below = [passage(f"Words {n}.", section=("Results",)) for n in range(3)]
    other = passage("Others.", section=("Methods",))
    tokens = late.read([*below, other, passage("Bare.")], encoder.tokens)
    assert encoder.texts.count("Results") == 1
    assert sorted(encoder.texts) == sorted(
        ["Results", "Methods", "", "Words 0.", "Words 1.", "Words 2.", "Others.", "Bare."]
    )
    assert [int((~t.own).sum()) for t in tokens] == [1, 1, 1, 1, 0]
    np.testing.assert_array_equal(tokens[3].vectors[1:], encoder.tokens(["Methods"])[0].vectors)


def test_nothing_is_read_of_nothing() -> None:
    assert late.read([], FakeEncoder().tokens) == []


def test_an_index_gives_back_the_tokens_of_its_passages_in_order(tiny_index: Index) -> None:
    passages = [*reversed(tiny_index.passages)]
    made = late.read(passages, FakeEncoder().tokens)
    assert tiny_index.contents.has_tokens
    for kept, fresh, one in zip(tiny_index.tokens(passages), made, passages, strict=True):
        np.testing.assert_array_equal(kept.spans, fresh.spans)
        assert ((kept.vectors * fresh.vectors).sum(axis=1) > 0.999).all()
        for start, end in kept.spans[kept.own]:
            assert one.text[start:end].isalnum()


def test_a_large_index_makes_them_when_they_are_asked_for(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late, "KEPT_UP_TO", 0)
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    assert not index.contents.has_tokens
    assert not list(workspace.index.glob("tokens/*"))
    (tokens,) = index.tokens(index.passages[:1])
    (made,) = late.read(index.passages[:1], FakeEncoder().tokens)
    np.testing.assert_array_equal(tokens.vectors, made.vectors)


def test_what_was_made_is_at_hand_when_it_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> list[late.Tokens]:
        asked.extend(texts)
        return FakeEncoder().tokens(texts)

    monkeypatch.setattr(late, "RECENT", 2)
    made = late.Made(encode)
    one, two, three = (passage(f"Number {n}.") for n in "123")
    first = made.of([two, one, two])
    assert asked.count("Number 1.") == asked.count("Number 2.") == 1
    assert first[0] is first[2]
    np.testing.assert_array_equal(first[1].vectors, late.read([one], FakeEncoder().tokens)[0].vectors)
    assert made.of([one])[0] is first[1]
    made.of([three])  # two was asked for longer ago than one
    assert made.of([one])[0] is first[1]
    assert asked.count("Number 1.") == 1
    made.of([two])
    assert asked.count("Number 2.") == 2


def test_an_index_that_grows_too_large_keeps_none_of_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = store.build_or_update(workspace, encoder=FakeEncoder())
    monkeypatch.setattr(late, "KEPT_UP_TO", len(small.passages))
    _change(workspace, "lee2021", tiny.LEE.replace("## References", "One more paragraph.\n\n## References"))
    large = store.build_or_update(workspace, encoder=FakeEncoder())
    assert len(large.passages) == len(small.passages) + 1
    assert (small.contents.has_tokens, large.contents.has_tokens) == (True, False)


def test_an_update_keeps_the_tokens_of_articles_that_did_not_change(workspace: Workspace) -> None:
    before = store.build_or_update(workspace, encoder=FakeEncoder())
    held = {key: _rows(before, key) for key in tiny.TEXTS}
    text = tiny.GARCIA.replace("Trouble falling asleep is common.", "Sleep.")
    _change(workspace, "garcia2020", text)
    encoder = Counting(turn=7)
    after = store.build_or_update(workspace, encoder=encoder)
    for key in ("lee2021", "okoro2022"):
        for kept, there in zip(held[key], _rows(after, key), strict=True):
            assert kept == there
    changed = _rows(after, "garcia2020")
    assert len(changed) == len(held["garcia2020"])
    assert all(one != other for one, other in zip(changed, held["garcia2020"], strict=True))
    assert all(text in _all_text("garcia2020") + "Sleep." for text in encoder.texts if " / " not in text)


def test_the_file_of_an_article_that_stays_is_not_written_again(workspace: Workspace) -> None:
    before = store.build_or_update(workspace, encoder=FakeEncoder()).manifest
    written = {part.tokens: (workspace.index / part.tokens).stat() for part in before.articles.values()}
    _change(workspace, "garcia2020", tiny.GARCIA.replace("Trouble falling asleep is common.", "Sleep."))
    after = store.build_or_update(workspace, encoder=FakeEncoder()).manifest
    for key, part in after.articles.items():
        if key == "garcia2020":
            assert part.tokens not in written
        else:
            status = (workspace.index / part.tokens).stat()
            assert (status.st_ino, status.st_mtime_ns) == (
                written[part.tokens].st_ino,
                written[part.tokens].st_mtime_ns,
            )
            assert after.files[part.tokens] == before.files[part.tokens]
    there = {path.relative_to(workspace.index).as_posix() for path in workspace.index.glob("tokens/*")}
    assert there == {part.tokens for part in after.articles.values()}
    store.verify(workspace, encoder=FakeEncoder())


def test_an_open_index_makes_what_a_later_build_has_removed(workspace: Workspace) -> None:
    opened = store.build_or_update(workspace, encoder=FakeEncoder())
    passages = [opened.passages[row] for key in opened.keys for row in opened.rows(key)]
    _change(workspace, "garcia2020", tiny.GARCIA.replace("Trouble falling asleep is common.", "Sleep."))
    store.build_or_update(workspace, encoder=FakeEncoder())
    made = late.read(passages, FakeEncoder().tokens)
    for found, expected in zip(opened.tokens(passages), made, strict=True):
        np.testing.assert_array_equal(found.spans, expected.spans)
        np.testing.assert_allclose(found.vectors, expected.vectors, atol=0.01)


def test_an_open_index_never_takes_the_vectors_of_another_for_its_own(workspace: Workspace) -> None:
    opened = store.build_or_update(workspace, encoder=FakeEncoder())
    passages = opened.passages[:]
    shutil.rmtree(workspace.index)
    _change(workspace, "garcia2020", tiny.GARCIA.replace("Trouble falling asleep is common.", "Sleep."))
    store.build_or_update(workspace, encoder=FakeEncoder())
    made = late.read(passages, FakeEncoder().tokens)
    for found, expected in zip(opened.tokens(passages), made, strict=True):
        np.testing.assert_allclose(found.vectors, expected.vectors, atol=0.01)


def test_an_index_of_articles_without_passages_keeps_the_tokens_of_the_next(workspace: Workspace) -> None:
    for key in tiny.TEXTS:
        _change(workspace, key, "# Only a title\n")
    assert not len(store.build_or_update(workspace, encoder=FakeEncoder()).passages)
    _change(workspace, "lee2021", tiny.LEE)
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    assert index.contents.has_tokens


def test_a_build_that_has_nothing_to_do_removes_what_a_killed_one_left(workspace: Workspace) -> None:
    store.build_or_update(workspace, encoder=FakeEncoder())
    (workspace.index / "tokens" / ("0" * 64)).write_bytes(b"left")
    index = store.build_or_update(workspace, encoder=FakeEncoder())
    there = {f"tokens/{path.name}" for path in (workspace.index / "tokens").iterdir()}
    assert there == {part.tokens for part in index.manifest.articles.values()}


def _all_text(key: str) -> str:
    return tiny.TEXTS[key].replace("Trouble falling asleep is common. ", "Sleep. ")


def _rows(index: Index, key: str) -> list[tuple[bytes, bytes]]:
    """What is kept of each passage of an article."""
    read = index.tokens([index.passages[row] for row in index.rows(key)])
    return [(tokens.vectors.tobytes(), tokens.spans.tobytes()) for tokens in read]


def _change(workspace: Workspace, key: str, text: str) -> None:
    folder = workspace.corpus / key
    (folder / "article.md").write_text(text, encoding="utf-8")
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    metadata["custom"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")


@pytest.fixture
def encoder(shipped: Workspace) -> Encoder:
    return Encoder.load(next((shipped.index / "encoder").iterdir()))


TEXTS = [
    "Ketamine (0.71 mg/kg) reduced cocaine use.",
    "Naïve cafés — α-synuclein, p < 0.05.",
    "word",
    "13/27 (48.1%) slept longer than 7 h [3–4].",
]


@pytest.mark.model
@pytest.mark.parametrize("text", TEXTS)
def test_real_tokens_stand_for_every_character_but_spaces(encoder: Encoder, text: str) -> None:
    (tokens,) = encoder.tokens([text])
    covered = {place for start, end in tokens.spans for place in range(start, end)}
    assert covered == {place for place, character in enumerate(text) if not character.isspace()}
    assert tokens.own.all()
    np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_without_words_has_no_real_tokens(encoder: Encoder, text: str) -> None:
    (tokens,) = encoder.tokens([text])
    assert (tokens.vectors.shape, tokens.spans.shape) == ((0, encoder.dimension), (0, 2))


@pytest.mark.model
def test_a_text_longer_than_the_model_reads_is_read_in_parts(encoder: Encoder) -> None:
    text = " ".join(f"patient {n} took ketamine" for n in range(200))
    (tokens,) = encoder.tokens([text])
    assert len(tokens.spans) > 3 * encoder.card.most_tokens
    assert (np.diff(tokens.spans[:, 0]) > 0).all()
    assert (tokens.spans[1:, 0] >= tokens.spans[:-1, 1]).all()
    assert "".join(text[a:b] for a, b in tokens.spans) == text.replace(" ", "")


@pytest.mark.model
def test_real_tokens_are_the_same_alone_and_among_others(encoder: Encoder) -> None:
    texts = [*TEXTS, "", "longer " * 300, *TEXTS]
    together = encoder.tokens(texts)
    for text, tokens in zip(texts, together, strict=True):
        (alone,) = encoder.tokens([text])
        np.testing.assert_array_equal(tokens.spans, alone.spans)
        assert ((tokens.vectors * alone.vectors).sum(axis=1) > 0.9999).all()


@pytest.mark.model
@pytest.mark.parametrize("text", TEXTS)
def test_the_mean_of_the_tokens_is_the_vector_of_the_text(encoder: Encoder, text: str) -> None:
    """The model's own tokens, its marks at both ends too and their lengths as they are."""
    tokenizer, session = encoder._loaded()
    ((_, (output,)),) = encoder._runs(session, [tokenizer.encode(text).ids], (TOKENS,))
    mean = output[0].mean(axis=0)
    assert mean @ encoder.encode([text])[0] / np.linalg.norm(mean) > 0.999
    (tokens,) = encoder.tokens([text])
    inner = output[0, 1:-1]
    np.testing.assert_allclose(
        tokens.vectors, inner / np.linalg.norm(inner, axis=1, keepdims=True), atol=1e-5
    )


@pytest.mark.model
def test_what_the_shipped_index_keeps_is_what_the_model_makes(shipped: Workspace) -> None:
    index = store.open_index(shipped)
    passages = index.passages[30:34]
    for kept, made in zip(index.tokens(passages), late.read(passages, index.encoder.tokens), strict=True):
        np.testing.assert_array_equal(kept.spans, made.spans)
        assert ((kept.vectors * made.vectors).sum(axis=1) > 0.999).all()
