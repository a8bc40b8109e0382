from __future__ import annotations

from pathlib import Path

import pytest

from kqa.errors import WorkspaceError
from kqa.index import synonyms
from kqa.index.synonyms import Rules
from kqa.index.tokens import tokenize


def expanded(rules: Rules, question: str, weight: float = 0.6) -> dict[str, float]:
    return rules.expand(tokenize(question), weight=weight)


def rules(*lines: str) -> Rules:
    return Rules(synonyms.parse(lines))


def test_words_side_by_side_find_each_other() -> None:
    both = rules("weed, marijuana, cannabis  # the plant")
    assert expanded(both, "Is weed harmful?") == {"marijuana": 0.6, "cannabi": 0.6}
    assert expanded(both, "cannabis") == {"weed": 0.6, "marijuana": 0.6}


def test_an_arrow_points_one_way() -> None:
    one_way = rules("dummy pill, sugar pill => placebo")
    assert expanded(one_way, "the sugar pills") == {"placebo": 0.6}
    assert expanded(one_way, "placebo") == {}


def test_the_words_of_a_phrase_share_its_weight_and_words_asked_are_not_added() -> None:
    phrase = rules("drinking => alcohol use")
    assert expanded(phrase, "drinking") == pytest.approx({"alcohol": 0.3, "use": 0.3})
    assert expanded(phrase, "drinking alcohol") == pytest.approx({"use": 0.3})


def test_comments_and_blank_lines_are_passed_over() -> None:
    assert synonyms.parse(["# a, b", "", "   ", "#"]) == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a => b => c", r"list, line 2 has more than one arrow: 'a => b => c'"),
        ("=> placebo", r"list, line 2 names no words to expand: '=> placebo'"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(line: str, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message):
        synonyms.parse(["fine, good", line], name="list")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_bytes("naïve, new".encode("latin-1"))
    with pytest.raises(WorkspaceError, match=r"synonyms\.txt is not UTF-8 \(byte 2\)"):
        synonyms.load(path)


def test_a_workspace_adds_replaces_and_removes(tmp_path: Path) -> None:
    shipped = synonyms.load()
    path = tmp_path / "synonyms.txt"
    path.write_text("placebo => saltwater\ncigarettes =>\nzzz, yyy\n", encoding="utf-8")
    own = synonyms.load(path)
    assert expanded(own, "placebo") == {"saltwat": 0.6}
    assert expanded(shipped, "cigarettes") != {}
    assert expanded(own, "cigarettes") == {}
    assert expanded(own, "zzz") == {"yyy": 0.6}
    assert set(shipped.targets) - set(own.targets) == {("cigarett",)}


def test_the_list_that_comes_with_kqa_is_large_and_can_be_read() -> None:
    assert len(synonyms.load().targets) > 300


def test_abbreviations_meet_their_expansions_both_ways() -> None:
    meanings = [("AUD", "alcohol use disorder"), ("AUD", "Audubon"), ("", "nothing")]
    pairs = synonyms.both_ways((tuple(tokenize(a)), tuple(tokenize(b))) for a, b in meanings)
    assert expanded(pairs, "AUD") == pytest.approx(
        {"alcohol": 0.2, "use": 0.2, "disord": 0.2, "audubon": 0.6}
    )
    assert expanded(pairs, "alcohol use disorders") == {"aud": 0.6}
