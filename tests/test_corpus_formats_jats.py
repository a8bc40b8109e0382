from __future__ import annotations

import re
import unicodedata

import papers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kqa.corpus import article, formats
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError


def read(body: str, **options: int) -> Draft:
    return formats.read(papers.jats(body, **options), "paper.xml")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def cited(draft: Draft) -> list[tuple[str, tuple[int, ...]]]:
    assert draft.citations is not None
    return [(draft.markdown[start:end], numbers) for start, end, numbers in draft.citations]


def test_metadata_comes_from_the_front() -> None:
    found = read("<p>Words.</p>").metadata
    assert found == {
        "type": "article-journal",
        "title": "Ketamine and the mind, part 1",
        "author": [{"family": "Müller", "given": "Eva"}],
        "container-title": "Journal of Tests",
        "volume": "4",
        "page": "10-19",
        "DOI": "10.5555/test.1",
        "issued": {"date-parts": [[2021, 5, 3]]},
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            'known [<xref ref-type="bibr" rid="b1">1</xref>,<xref ref-type="bibr" rid="b3">3</xref>].',
            [("[1,3]", (1, 3))],
        ),
        (
            'known [<xref ref-type="bibr" rid="b1">1</xref>]–[<xref ref-type="bibr" rid="b4">4</xref>].',
            [("[1]–[4]", (1, 2, 3, 4))],
        ),
        ('known.<sup><xref ref-type="bibr" rid="b2 b3 b4">2–4</xref></sup> Then', [("[2–4]", (2, 3, 4))]),
        ('known <xref ref-type="bibr" rid="b2">[2–4]</xref>.', [("[2–4]", (2, 3, 4))]),
        ('known.<xref ref-type="bibr" rid="b5"><sup>5</sup></xref> Then', [("[5]", (5,))]),
        (
            '(<xref ref-type="bibr" rid="b1">1</xref><xref ref-type="bibr" rid="b2"/>–'
            '<xref ref-type="bibr" rid="b3">3</xref>)',
            [("1–3", (1, 2, 3))],
        ),
        (
            '(<xref ref-type="bibr" rid="b6">Wu, 2006</xref>; <xref ref-type="bibr" rid="b1">Li et al., 2001</xref>)',
            [("Wu, 2006", (6,)), ("Li et al., 2001", (1,))],
        ),
    ],
    ids=["plos", "plos range", "nature", "elsevier", "wiley", "pnas", "author and year"],
)
def test_citations_of_publishers_lead_to_their_entries(
    printed: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    draft = read(f"<p>It is {printed}</p>")
    assert cited(draft) == expected
    assert draft.unresolved == 0


def test_a_citation_to_nothing_is_counted_and_its_words_stay() -> None:
    draft = read('<p>As <xref ref-type="bibr" rid="gone">Li (1990)</xref> said.</p>')
    assert draft.unresolved == 1
    assert "As Li (1990) said." in draft.markdown


def test_tables_keep_spans_captions_and_notes() -> None:
    draft = read(
        '<table-wrap><label>Table 2</label><caption><title>Trials.</title></caption><table><thead><tr><th rowspan="2">'
        'Study</th><th colspan="2">Dose</th></tr><tr><th>mg</th><th>n</th></tr></thead><tbody><tr><td rowspan="2">Li'
        "</td><td>1</td><td>20<sup>a</sup></td></tr><tr><td>2 | 3</td><td>30</td></tr></tbody></table>"
        "<table-wrap-foot><fn><p>Abbreviations: n, number.</p></fn></table-wrap-foot></table-wrap>"
    )
    rows = [b for b in article.parse(draft.markdown) if b.kind == "row"]
    assert rows[0].columns == ("Study", "Dose mg", "Dose n")
    assert rows[0].caption == "Table 2. Trials."
    assert [draft.markdown[b.start : b.end] for b in rows] == ["Li | 1 | 20ᵃ", "Li | 2 \\| 3 | 30"]
    assert any(b.locator == "Table 2, key" for b in article.parse(draft.markdown))


def test_floats_follow_their_paragraph_and_lists_part_it() -> None:
    draft = read(
        "<sec><title>Results</title><p>Before <fig><label>Figure 1.</label><caption><p>A plot.</p></caption></fig>"
        "after. <list><list-item><p>one</p></list-item></list>End.</p><boxed-text><caption><title>Key points</title>"
        "</caption><p>Mind this.</p></boxed-text></sec>"
    )
    text = draft.markdown
    assert "Before after.\n\n- one\n\nEnd.\n\nFigure 1. A plot.\n\n### Key points\n\nMind this." in text


def test_formulae_are_written_once() -> None:
    draft = read(
        "<p>With <inline-formula><alternatives><tex-math>\\begin{document}$$V_{max}$$\\end{document}</tex-math>"
        "<mml:math><mml:msub><mml:mi>V</mml:mi><mml:mi>max</mml:mi></mml:msub></mml:math></alternatives>"
        "</inline-formula> it rises.</p>"
    )
    assert "With Vmax it rises." in draft.markdown


def test_a_displayed_formula_stands_alone_with_its_number() -> None:
    draft = read(
        "<p>So <disp-formula><alternatives><tex-math>x^{2}</tex-math><mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2"
        "</mml:mn></mml:msup></mml:math></alternatives><label>(3)</label></disp-formula> it rises.</p>"
    )
    assert "So\n\nx² (3)\n\nit rises." in draft.markdown


@pytest.mark.parametrize(
    ("ref", "title", "doi"),
    [
        ("<ref id='r'><mixed-citation>Smith J, Doe P. On a thing of use. Addiction. 2019;12(3):44-50. "
         "doi: 10.1000/abc.1.</mixed-citation></ref>", "On a thing of use", "10.1000/abc.1"),
        ("<ref id='r'><label>1</label><mixed-citation publication-type='journal'><string-name><surname>Li</surname>"
         "</string-name>. <article-title>A title</article-title>. <source>J</source> <year>2001</year></mixed-citation>"
         "</ref>", "A title", None),
        ("<ref id='r'><citation-alternatives><element-citation publication-type='book'><source>The book</source>"
         "</element-citation><mixed-citation>The book. 2001.</mixed-citation></citation-alternatives></ref>",
         "The book", None),
        ("<ref id='r'>Smith J, Doe P. On a thing of use. Addiction. 2019;12(3):44-50.</ref>", "On a thing of use", None),
    ],
    ids=["string only", "mixed", "alternatives", "bare"],
)  # fmt: skip
def test_references_of_every_kind_are_described(ref: str, title: str, doi: str | None) -> None:
    data = papers.jats("<p>Words.</p>").replace(b"<ref-list>", b"<ref-list>" + ref.encode())
    draft = formats.read(data, "p.xml")
    assert draft.references[0].get("title") == title
    assert draft.references[0].get("DOI") == doi
    assert len(draft.references) == 7


def test_a_film_with_a_caption_is_read_as_a_figure_is() -> None:
    draft = read(
        "<p>Rooks fly. <media><object-id>10.5555/v.1</object-id><label>Video 1.</label><caption><title>A flock.</title>"
        "</caption></media></p><supplementary-material><media><caption><p>All the counts.</p></caption></media>"
        "</supplementary-material>"
    )
    assert "Rooks fly.\n\nVideo 1. A flock.\n\nAll the counts." in draft.markdown


def test_rows_of_headings_alone_are_the_head_of_a_table_without_one() -> None:
    draft = read(
        "<table-wrap><table><tr><th/><th colspan='2'>Loads</th></tr><tr><th>Item</th><th>A</th><th>B</th></tr>"
        "<tr><td>one</td><td>1</td><td>2</td></tr></table></table-wrap>"
    )
    rows = [b for b in article.parse(draft.markdown) if b.kind == "row"]
    assert [row.columns for row in rows] == [("Item", "Loads A", "Loads B")]


def test_numbers_in_brackets_are_citations_where_all_others_are() -> None:
    marked = "".join(f' Known [<xref ref-type="bibr" rid="b{n}">{n}</xref>].' for n in (1, 2, 3))
    draft = read(f"<p>{marked} Seen [5] and [4–6], at 51 [2, 3] and [99].</p>")
    assert cited(draft)[3:] == [("[5]", (5,)), ("[4–6]", (4, 5, 6))]
    raised = read('<p>Known.<sup><xref ref-type="bibr" rid="b1">1</xref></sup> Seen [5].</p>')
    assert cited(raised) == [("[1]", (1,))]


def entries(*refs: str) -> Draft:
    listed = "".join(refs).encode()
    return formats.read(papers.jats("<p>Words.</p>").replace(b"<ref-list>", b"<ref-list>" + listed), "p.xml")


FIELDS = (
    "<element-citation publication-type='journal'><name><surname>Ode</surname><given-names>B.</given-names></name>"
    "<article-title>On rooks</article-title><source>Birds</source><year>2001</year><volume>3</volume>"
    "<fpage>7</fpage><lpage>9</lpage></element-citation>"
)
PRINT = "<mixed-citation>Ode B. On rooks. Birds. 2001;3:7-9.</mixed-citation>"


@pytest.mark.parametrize(
    "ref", [PRINT + FIELDS, f"<citation-alternatives>{PRINT}{FIELDS}</citation-alternatives>"]
)
def test_an_entry_given_as_print_and_as_fields_is_one_entry(ref: str) -> None:
    draft = entries(f"<ref id='r'><label>1</label>{ref}</ref>")
    assert "\n1. Ode B. On rooks. Birds. 2001;3:7-9.\n2. " in draft.markdown
    assert draft.references[0] == {
        "type": "article-journal",
        "author": [{"family": "Ode", "given": "B."}],
        "title": "On rooks",
        "container-title": "Birds",
        "issued": {"date-parts": [[2001]]},
        "volume": "3",
        "page": "7-9",
    }


def test_an_entry_without_a_title_is_given_none() -> None:
    draft = entries(
        "<ref id='r'><mixed-citation publication-type='journal'><string-name><given-names>B.</given-names> "
        "<surname>Ode</surname></string-name>, <source>Birds</source> <year>2001</year>, "
        "<pub-id pub-id-type='doi'>10.5555/b.1</pub-id>.</mixed-citation></ref>"
    )
    assert draft.references[0]["container-title"] == "Birds"
    assert not {"title", "note"} & set(draft.references[0])


def test_a_group_is_named_whole_but_without_its_members() -> None:
    draft = entries(
        "<ref id='r'><element-citation><collab>The <italic>Rook</italic> Group<contrib-group><contrib><name><surname>"
        "Ode</surname></name></contrib></contrib-group></collab><article-title>On rooks</article-title>"
        "</element-citation></ref>"
    )
    assert draft.references[0]["author"] == [{"literal": "The Rook Group"}]


def test_people_named_after_the_title_of_a_chapter_are_the_editors_of_its_book() -> None:
    group = "<person-group person-group-type='author'><name><surname>{}</surname></name></person-group>"
    draft = entries(
        "<ref id='r'><element-citation publication-type='book'>" + group.format("Ode") + "<chapter-title>Rooks</chapter-title>"
        + group.format("Lee") + "<source>Birds</source></element-citation></ref>"
    )  # fmt: skip
    assert draft.references[0]["author"] == [{"family": "Ode"}]
    assert draft.references[0]["editor"] == [{"family": "Lee"}]


def test_the_title_of_a_caption_is_a_sentence_of_its_own() -> None:
    draft = read("<fig><label>Figure 2</label><caption><title>Rooks</title><p>They fly.</p></caption></fig>")
    assert "Figure 2. Rooks. They fly." in draft.markdown


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Who is a “rook”?", "Who is a “rook”?"),
        ("Still the “old rooks!”", "Still the “old rooks!”"),
        ("“On rooks.”", "On rooks"),
        ("“On rooks,", "On rooks"),
        ("“Rooks” and “crows”", "“Rooks” and “crows”"),
    ],
)
def test_a_title_keeps_the_quotation_marks_that_are_its_own(printed: str, title: str) -> None:
    draft = entries(
        f"<ref id='r'><element-citation><article-title>{printed}</article-title></element-citation></ref>"
    )
    assert draft.references[0]["title"] == title


def test_a_link_that_does_not_say_what_it_is_cites_where_it_leads_to_an_entry() -> None:
    draft = read('<p>Known [<xref rid="b2">2</xref>], see <xref rid="f1">Figure 1</xref>.</p>')
    assert cited(draft) == [("[2]", (2,))]
    assert draft.unresolved == 0


def test_the_english_abstract_of_an_article_in_another_language_is_read() -> None:
    inside = "<trans-abstract xml:lang='{}'><title>Summary</title><p>Rooks fly.</p></trans-abstract></article-meta>"
    for own, other, there in (("pt", "en", True), ("pt", "es", False), ("en", "en", False)):
        whole = papers.jats("<sec><title>Um</title><p>As gralhas voam.</p></sec>")
        whole = whole.replace(b"</article-meta>", inside.format(other).encode())
        whole = whole.replace(b"<article ", f"<article xml:lang='{own}' ".encode(), 1)
        assert ("## Summary\n\nRooks fly." in formats.read(whole, "p.xml").markdown) is there


def test_a_section_that_is_the_reference_list_is_not_headed_twice() -> None:
    whole = papers.jats("<p>Words.</p>").replace(b"<ref-list>", b"<sec><title>References</title><ref-list>")
    whole = whole.replace(b"</ref-list>", b"</ref-list></sec>")
    assert formats.read(whole, "p.xml").markdown.count("References") == 1


def test_text_before_the_first_section_is_no_part_of_the_abstract() -> None:
    whole = papers.jats("<p>Before.</p><sec><title>One</title><p>Within.</p></sec>")
    draft = formats.read(
        whole.replace(b"</article-meta>", b"<abstract><p>Short.</p></abstract></article-meta>"), "p.xml"
    )
    assert "## Abstract\n\nShort.\n\n## Main text\n\nBefore.\n\n## One\n\nWithin." in draft.markdown


MARKUP = st.recursive(
    st.text("abc é5.,", min_size=1, max_size=8),
    lambda inner: (
        st.tuples(st.sampled_from(["italic", "bold", "sup", "sub", "named-content"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        )
        | st.tuples(inner, st.integers(1, 6)).map(
            lambda p: f'<xref ref-type="bibr" rid="b{p[1]}">{p[1]}</xref>{p[0]}'
        )
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MARKUP, min_size=1, max_size=4))
def test_every_word_stands_in_the_source_and_marks_in_the_text(paragraphs: list[str]) -> None:
    body = "".join(f"<p>Begin {p} end.</p>" for p in paragraphs)
    draft = read(body)
    passage = draft.markdown[draft.markdown.index("Begin") : draft.markdown.index("## References")]
    source = re.sub(r"<[^>]+>", "", body)
    assert "".join(words(passage)) == "".join(words(source))
    assert draft.citations is not None
    for start, end, numbers in draft.citations:
        assert re.sub(r"\D+", " ", draft.markdown[start:end]).split() or numbers
        assert all(1 <= n <= 6 for n in numbers)


HOSTILE = {
    "external entity": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><article>&x;</article>',
                        "declares entities"),
    "entity bomb": (b'<!DOCTYPE article [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><article>&b;</article>', "declares entities"),
    "UTF-16 entity": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "f">]><article/>'.encode("utf-16"),
                      "declares entities"),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-article/>', "encoding 'UTF-7'"),
    "unknown entity": (b'<!DOCTYPE article SYSTEM "x.dtd"><article><body><p>&evil;</p></body></article>', "entity &evil;"),
    "depth": (b"<article><body>" + b"<sec>" * 5000, "not well formed"),
    "cut short": (papers.paper()[:900], "cut short"),
    "other XML": (b'<?xml version="1.0"?><svg><text>hi</text></svg>', "its root is <svg>"),
    "no text": (b"<article><body></body></article>", "without text"),
    "several": (b"<?xml version='1.0'?><set><article/><article/></set>", "2 articles"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_xml_is_refused_in_one_line(case: str) -> None:
    data, message = HOSTILE[case]
    with pytest.raises(IngestError, match=re.escape(message)) as caught:
        formats.read(data, "bad.xml")
    assert "\n" not in str(caught.value)
    assert "bad.xml" in str(caught.value)


def test_character_entities_of_the_dtd_are_characters_and_nothing_is_fetched() -> None:
    data = b'<!DOCTYPE article SYSTEM "http://127.0.0.1:9/x.dtd"><article><body><p>&alpha;-blocker</p></body></article>'
    assert formats.read(data, "x.xml").markdown == "α-blocker\n"


def test_a_table_blown_up_by_spans_stays_bounded() -> None:
    rows = '<tr><td rowspan="65000" colspan="9999">x</td></tr>' * 400
    draft = read(f"<table-wrap><table>{rows}</table></table-wrap><p>After.</p>")
    assert len(draft.markdown) < 2_000_000
    assert "After." in draft.markdown
