"""Entries of reference lists as publishers mark them, fully, in part or not at all."""

from __future__ import annotations

from typing import Any

import papers
import pytest

from kqa.corpus import formats


def entry(inside: str, *, label: str = "") -> tuple[str, dict[str, Any]]:
    """The printed line and the item of one entry."""
    ref = f"<ref id='r'>{f'<label>{label}</label>' if label else ''}{inside}</ref>"
    draft = formats.read(
        papers.jats("<p>W.</p>").replace(b"<ref-list>", b"<ref-list>" + ref.encode()), "p.xml"
    )
    listed = draft.markdown[draft.markdown.index("## References") :].splitlines()
    return listed[2].removeprefix("1. "), draft.references[0]


def fields(*parts: str, kind: str = "journal") -> tuple[str, dict[str, Any]]:
    return entry(f"<element-citation publication-type='{kind}'>{''.join(parts)}</element-citation>")


def mixed(inside: str, *, kind: str = "journal", label: str = "") -> tuple[str, dict[str, Any]]:
    return entry(f"<mixed-citation publication-type='{kind}'>{inside}</mixed-citation>", label=label)


TITLE = "<article-title>On rooks</article-title><source>Birds</source>"


def name(family: str, given: str) -> str:
    return f"<name><surname>{family}</surname><given-names>{given}</given-names></name>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("JLHR", "J.L.H.R."),
        ("J L", "J.L."),
        ("J. L", "J.L."),
        ("R A.M,", "R.A.M."),
        ("J.-C.", "J.-C."),
        ("Anna", "Anna"),
    ],
)
def test_initials_have_points_in_the_item_and_stand_as_printed_in_the_line(given: str, expected: str) -> None:
    printed, item = fields(f"<person-group>{name('Bosch', given)}</person-group>", TITLE)
    assert item["author"] == [{"family": "Bosch", "given": expected}]
    assert given.split(",")[0] in printed


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("<year>2020a</year>", [2020]),
        ("<year>2003 December 14</year>", [2003, 12, 14]),
        ("<month>July</month><day>22</day><year>2009</year>", [2009, 7, 22]),
        ("<year>1998</year><month>13</month><day>4</day>", [1998]),
    ],
)
def test_a_date_has_the_parts_that_are_given(printed: str, parts: list[int]) -> None:
    line, item = fields(TITLE, printed)
    assert item["issued"] == {"date-parts": [parts]}
    assert line.count(str(parts[0])) == 1


def test_authors_that_are_left_out_are_told() -> None:
    printed, item = fields(f"<person-group>{name('Ode', 'B')}<etal/></person-group>", TITLE)
    assert printed.startswith("Ode B et al. On rooks")
    assert item["note"] == "et al."


def test_translators_are_no_authors() -> None:
    group = "<person-group person-group-type='{}'>{}</person-group>"
    _, item = fields(
        group.format("author", name("Bakhtin", "M")),
        "<source>Works</source>",
        group.format("translator", name("Grillo", "S")),
        kind="book",
    )
    assert [item["author"][0]["family"], item["translator"][0]["family"]] == ["Bakhtin", "Grillo"]


@pytest.mark.parametrize(
    ("kind", "inside", "expected"),
    [
        ("other", TITLE + "<publisher-name>Wiley</publisher-name>", "chapter"),
        ("other", TITLE + "<volume>3</volume>", "article-journal"),
        ("book", TITLE + "<volume>3</volume>", "article-journal"),
        ("book", TITLE + "<publisher-name>Wiley</publisher-name>", "chapter"),
        ("paper-conference", TITLE, "paper-conference"),
    ],
)
def test_the_kind_of_work_is_what_its_fields_show(kind: str, inside: str, expected: str) -> None:
    assert fields(inside, kind=kind)[1]["type"] == expected


def test_numbers_of_series_are_fields_and_no_sentences() -> None:
    printed, item = fields(TITLE, "<isbn>0018-9294</isbn>")
    assert item["ISSN"] == "0018-9294"
    assert "ISBN" not in item
    assert "9294" not in printed


def test_an_edition_and_a_house_are_set_apart() -> None:
    printed, _ = fields(
        "<source>Oils</source><edition>2</edition><publisher-name>The House</publisher-name>"
        "<publisher-loc>Chennai</publisher-loc><year>1986</year>",
        kind="book",
    )
    assert printed == "Oils. ed. 2. The House, Chennai. 1986"


@pytest.mark.parametrize(
    "doi",
    [
        "10.1175/1520-0442(2002)015&lt;1609:AIISAS&gt;2.0.CO;2",
        "10.1002/(SICI)1097-0290(20000320)67:6&lt;629::AID-BIT2&gt;3.0.CO;2-P",
        "10.1002/1096-987X(20001130)21:15%3C1343::AID-JCC2%3E3.3.CO;2-B",
    ],
)
def test_a_doi_with_pages_in_angle_brackets_is_whole(doi: str) -> None:
    _, item = fields(TITLE, f"<pub-id pub-id-type='doi'>{doi}</pub-id>")
    assert item["DOI"] == doi.replace("&lt;", "<").replace("&gt;", ">").replace("%3C", "<").replace(
        "%3E", ">"
    )


@pytest.mark.parametrize(
    ("inside", "page"),
    [
        ("<fpage>1</fpage>–11.", "1-11"),
        ("<fpage>p. 268</fpage>", "268"),
        ("<fpage>4</fpage>-<lpage>9</lpage>", "4-9"),
    ],
)
def test_pages_are_numbers(inside: str, page: str) -> None:
    assert mixed(f"Ode B. {TITLE} 2001;3:{inside}")[1]["page"] == page


def test_a_number_that_is_printed_again_is_no_part_of_the_entry() -> None:
    said = "1 Lim S, Bae JH. Rooks in winter. Birds. 2019;12(3):44-50."
    printed, item = mixed(said, label="1")
    assert printed == said[2:]
    assert item["title"] == "Rooks in winter"


def test_bare_numbers_of_pubmed_are_left_to_their_field() -> None:
    number = "<pub-id pub-id-type='pmid'>5166001</pub-id>"
    printed, item = mixed(f"Ode B. {TITLE} 2001;3:4. {number}")
    assert item["PMID"] == "5166001"
    assert "5166001" not in printed
    assert "PMID: 5166001" in mixed(f"Ode B. {TITLE} 2001;3:4. PMID: {number}")[0]


def test_what_only_the_words_say_fills_the_fields() -> None:
    printed = "Bevan NJ, Ode BC. <article-title>Rooks in winter</article-title>. Birds. 2019;12(3):44-50."
    item = mixed(printed)[1]
    assert [item[f] for f in ("container-title", "volume", "issue", "page")] == ["Birds", "12", "3", "44-50"]


def test_a_page_on_the_web_has_its_comment_for_a_title() -> None:
    printed = (
        "<collab>World Health Organization.</collab> (<year>2018</year>) <comment>Vaccines recommended for the "
        "winter season. Available at</comment> <uri>https://who.int/x</uri>"
    )
    _, item = mixed(printed, kind="other")
    assert item["title"] == "Vaccines recommended for the winter season"
    assert item["author"] == [{"literal": "World Health Organization"}]
    assert item["type"] == "webpage"


def test_the_day_of_access_is_kept() -> None:
    _, item = fields(
        "<source>Rooks</source><access-date>(accessed on 4 December 2008)</access-date>", kind="web"
    )
    assert item["accessed"] == {"date-parts": [[2008, 12, 4]]}


@pytest.mark.parametrize(
    ("printed", "authors", "title"),
    [
        ("Souza, W. V. de et al. Rooks of the north. <italic>Birds</italic><bold>18</bold> (2018).", ["Souza"], "Rooks of the north"),
        ("Ode, B. C., Lee, P. &amp; Wu, X. Rooks of the north. <italic>Birds</italic><bold>5</bold>, 3–4 (2001).",
         ["Ode", "Lee", "Wu"], "Rooks of the north"),
        ("AOAC Official methods of rooks (1997).", [], "AOAC Official methods of rooks"),
        ("QGIS Development Team. QGIS Rook System. (The House 2019).", ["QGIS Development Team"], "QGIS Rook System"),
    ],
)  # fmt: skip
def test_entries_that_are_words_alone_are_read_by_their_punctuation(
    printed: str, authors: list[str], title: str
) -> None:
    _, item = mixed(printed, kind="other")
    assert [person.get("family") or person["literal"] for person in item.get("author", ())] == authors
    assert item["title"] == title


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Hooman Sedghamiz", [{"family": "Sedghamiz", "given": "Hooman"}]),
        ("Sedghamiz, H.", [{"family": "Sedghamiz", "given": "H."}]),
        ("World Health Organization", [{"literal": "World Health Organization"}]),
        ("The COVID Group", [{"literal": "The COVID Group"}]),
        ("Kennedy, Jr., John", [{"literal": "Kennedy, Jr., John"}]),
    ],
)
def test_a_name_in_one_piece_is_parted_where_it_is_a_person_s(
    printed: str, expected: list[dict[str, str]]
) -> None:
    _, item = fields(f"<person-group><string-name>{printed}</string-name></person-group>", TITLE)
    assert item["author"] == expected


@pytest.mark.parametrize(("family", "given"), [("李", "小明"), ("Петров", "Иван"), ("SMITH", "JOHN")])
def test_names_that_are_no_initials_stay_whole(family: str, given: str) -> None:
    _, item = fields(f"<person-group>{name(family, given)}</person-group>", TITLE)
    assert item["author"] == [{"family": family, "given": given}]


@pytest.mark.parametrize(
    ("printed", "title"), [("Leading products by U.S.", "Leading products by U.S."), ("On rooks.", "On rooks"),
                           ("10<sup>9</sup> rooks", "10⁹ rooks")]
)  # fmt: skip
def test_a_title_keeps_an_abbreviation_s_stop_and_its_exponents(printed: str, title: str) -> None:
    assert fields(f"<article-title>{printed}</article-title><source>Birds</source>")[1]["title"] == title
