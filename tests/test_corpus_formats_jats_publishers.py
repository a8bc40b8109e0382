"""What whole articles of real publishers print beside plain paragraphs, each in its smallest form."""

from __future__ import annotations

import papers
import pytest

from kqa.corpus import article, formats
from kqa.corpus.ingest import Draft

TITLED = "<sec><title>{}</title>{}</sec>"
BOX = "<boxed-text><caption><title>Box 1</title></caption><p>Aside.</p></boxed-text>"
TABLE = "<table><thead><tr><th>Drug</th></tr></thead><tbody><tr><td>X</td></tr></tbody></table>"


def read(body: str, *, meta: str = "", behind: str = "") -> Draft:
    whole = papers.jats(body).decode()
    whole = whole.replace("</article-meta>", f"{meta}</article-meta>")
    return formats.read(whole.replace("</back>", f"</back>{behind}").encode(), "p.xml")


def text(body: str, *, meta: str = "", behind: str = "") -> str:
    """The canonical text between the abstract and the references."""
    whole = read(body, meta=meta, behind=behind).markdown
    return whole[whole.index("We asked what it does.") + 24 : whole.index("## References")].strip()


def test_a_box_comes_at_the_end_of_its_section_and_takes_nothing_with_it() -> None:
    body = TITLED.format("Methods", f"<p>Before.</p>{BOX}<p>After.</p>") + TITLED.format(
        "Results", "<p>So.</p>"
    )
    assert text(body) == "## Methods\n\nBefore.\n\nAfter.\n\n### Box 1\n\nAside.\n\n## Results\n\nSo."


@pytest.mark.parametrize("body", ["<p>We asked.</p>", "<sec><title/><p>We asked.</p></sec>"])
def test_what_has_no_heading_is_not_read_as_the_abstract(body: str) -> None:
    assert text(body) == "## Main text\n\nWe asked."


def test_figures_kept_apart_come_where_they_are_first_spoken_of() -> None:
    apart = (
        "<floats-group><fig id='f1'><label>Figure 1</label><caption><p>A plot.</p></caption></fig>"
        "<fig id='f2'><label>Figure 2</label><caption><p>Another.</p></caption></fig></floats-group>"
    )
    body = TITLED.format("Results", '<p>See <xref ref-type="fig" rid="f1">it</xref>.</p><p>And again.</p>')
    assert text(body, behind=apart).startswith("## Results\n\nSee it.\n\nFigure 1. A plot.\n\nAnd again.")
    assert "## Figures and tables\n\nFigure 2. Another." in text(body, behind=apart)


def test_figures_kept_apart_that_speak_of_each_other_come_once_each() -> None:
    groups = (
        "<floats-group><fig id='f1'><label>Fig 1</label><caption><p>One, see "
        "<xref ref-type='fig' rid='f2'>Fig 2</xref>.</p></caption><p>More of <xref rid='f2'>it</xref>.</p></fig>"
        "<fig id='f2'><label>Fig 2</label><caption><p>Two.</p></caption></fig></floats-group>"
        "<floats-group><fig><label>Fig 3</label><caption><p>Three.</p></caption></fig></floats-group>"
    )
    found = text(TITLED.format("Results", "<p>None.</p>"), behind=groups)
    assert [found.count(f"Fig {n}. ") for n in (1, 2, 3)] == [1, 1, 1]


def test_a_box_of_an_untitled_section_stays_above_the_next() -> None:
    body = f"<sec><p>First.</p>{BOX}</sec>" + TITLED.format("Results", "<p>So.</p>")
    assert text(body) == "## Main text\n\nFirst.\n\n## Box 1\n\nAside.\n\n## Results\n\nSo."


def test_interests_are_read_though_some_contributed_equally() -> None:
    note = "<fn fn-type='conflict'><p>AB is paid by X. AB and CD contributed equally.</p></fn>"
    found = text(TITLED.format("End", "<p>Done.</p>"), meta=f"<author-notes>{note}</author-notes>")
    assert found.endswith("## Competing interests\n\nAB is paid by X. AB and CD contributed equally.")


def test_who_paid_and_who_has_interests_is_read_where_the_front_alone_says_it() -> None:
    meta = (
        "<author-notes><corresp>a@b.org</corresp><fn fn-type='con'><p>† Contributed equally.</p></fn>"
        "<fn><p>The authors have no competing financial interests.</p></fn></author-notes>"
        "<funding-group><award-group><funding-source><institution-wrap><institution>The Fund</institution>"
        "</institution-wrap></funding-source><award-id>R1</award-id></award-group>"
        "<funding-statement>The funders had no role.</funding-statement></funding-group>"
        "<custom-meta-group><custom-meta><meta-name>Data Availability</meta-name>"
        "<meta-value>All within.</meta-value></custom-meta></custom-meta-group>"
    )
    found = text(TITLED.format("End", "<p>Done.</p>"), meta=meta)
    assert found == (
        "## End\n\nDone.\n\n## Competing interests\n\nThe authors have no competing financial interests.\n\n"
        "## Funding\n\nThe Fund, R1\n\nThe funders had no role.\n\n## Data availability\n\nAll within."
    )


def test_a_statement_that_stands_in_the_text_too_is_read_once() -> None:
    meta = "<funding-group><funding-statement>Nobody paid.</funding-statement></funding-group>"
    assert text(TITLED.format("Funding", "<p>Nobody paid.</p>"), meta=meta) == "## Funding\n\nNobody paid."


def test_parts_that_are_left_out_are_told() -> None:
    draft = read("<p>Words.</p>", behind="<sub-article/><response/>")
    assert draft.warnings == ("2 parts kept apart in the file (translation, letter, review) left out",)
    assert read("<p>Words.</p>").warnings == ()


def test_the_only_abstract_is_read_whatever_it_is_called() -> None:
    whole = papers.jats("<p>Words.</p>").replace(b"<abstract>", b'<abstract abstract-type="toc">')
    assert "## Abstract\n\nWe asked what it does." in formats.read(whole, "p.xml").markdown
    both = whole.replace(b"</abstract>", b"</abstract><abstract><p>Proper.</p></abstract>")
    assert "We asked what it does." not in formats.read(both, "p.xml").markdown


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("10<sup>9</sup> cells", "10⁹ cells"),
        ("e<sup>−<italic>f</italic>·d</sup> of", "e^(−f·d) of"),
        ("ΔG<sup>F</sup> is", "ΔG^F is"),
        ("tRNA<sup>Phe</sup> is", "tRNA^Phe is"),
        ("Drug<sup>TM</sup> is", "DrugTM is"),
        ("rose <sup>4,5</sup>", "rose ⁴,⁵"),
        ("CO\n  <sub>2</sub> and", "CO2 and"),
        ('in ASL<xref ref-type="fn" rid="n1">1</xref>.', "in ASL¹."),
        ('see note <xref ref-type="fn" rid="n1">1</xref>.', "see note 1."),
        ("a BMI <underline>&gt;</underline>40", "a BMI ≥40"),
        ('at <ext-link xlink:href="https://a.org/b"/>', "at https://a.org/b"),
    ],
)
def test_small_type_keeps_its_meaning(printed: str, expected: str) -> None:
    assert text(f"<p>It {printed}</p>") == f"## Main text\n\nIt {expected}".rstrip()


def test_a_footnote_keeps_its_sign() -> None:
    notes = TITLED.format("Notes", "<fn-group><fn id='n1'><label>1</label><p>American.</p></fn></fn-group>")
    assert text(notes) == "## Notes\n\n1 American."


def test_notes_and_sources_of_tables_and_figures_are_whole() -> None:
    body = (
        f"<table-wrap><label>Table 1</label><caption><p>Drugs</p></caption>{TABLE}<table-wrap-foot>"
        "<p>Data are <italic>n</italic> (%) unless stated.</p></table-wrap-foot></table-wrap>"
        "<fig><label>Figure 1</label><caption><p>Ward.</p></caption><attrib>Source: B. Ode</attrib></fig>"
        "<p><bold>DOI:</bold> <ext-link>https://doi.org/10.5555/test.1.001</ext-link></p>"
    )
    assert text(body).endswith("| X |\n\nData are n (%) unless stated.\n\nFigure 1. Ward.\n\nSource: B. Ode")


def test_a_bullet_is_set_once() -> None:
    body = "<list><list-item><label>•</label><p>Ash</p></list-item><list-item><label>(a)</label><p>Oak</p></list-item></list>"
    assert text(f"<sec><title>Trees</title>{body}</sec>") == "## Trees\n\n- Ash\n- (a) Oak"


@pytest.mark.parametrize(
    "printed", ["benzo[1,4]diazepine", "pyrido[2,3-b][1,4]oxazepine", "naphtho [2,3-b] [1,5] oxazepines"]
)
def test_the_name_of_a_chemical_cites_nothing(printed: str) -> None:
    marked = "".join(f' Known [<xref ref-type="bibr" rid="b{n}">{n}</xref>].' for n in (1, 2, 3))
    draft = read(f"<p>{marked} We made {printed} and more.</p>")
    assert [numbers for _, _, numbers in draft.citations or ()] == [(1,), (2,), (3,)]


def test_pages_behind_a_name_are_no_range_of_entries() -> None:
    draft = read('<p>As <xref ref-type="bibr" rid="b3">Bergson 3-5</xref> says.</p>')
    assert [numbers for _, _, numbers in draft.citations or ()] == [(3,)]


def test_the_licence_is_its_address() -> None:
    whole = papers.jats("<p>Words.</p>").decode()
    start, end = whole.index("<license"), whole.index("</permissions>")
    said = (
        '<license><license_ref>https://creativecommons.org/licenses/by/4.0/</license_ref><license-p>Open, see '
        '<ext-link xlink:href="http://creativecommons.org/licenses/by/4.0/legal">it</ext-link></license-p></license>'
    )  # fmt: skip
    draft = formats.read((whole[:start] + said + whole[end:]).encode(), "p.xml")
    assert draft.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_keywords_are_those_of_the_article_s_language() -> None:
    groups = "<kwd-group xml:lang='{}'><kwd>{}</kwd></kwd-group>"
    meta = groups.format("en", "sleep") + groups.format("pt", "sono")
    whole = papers.jats("<p>Words.</p>").decode().replace("</article-meta>", f"{meta}</article-meta>")
    whole = whole.replace("<article ", "<article xml:lang='en' ", 1)
    assert formats.read(whole.encode(), "p.xml").metadata["keyword"] == "sleep"


def test_the_month_of_an_issue_goes_before_that_of_its_first_appearance() -> None:
    dates = "<pub-date pub-type='ppub'><month>12</month><year>2021</year></pub-date>"
    assert read("<p>Words.</p>", meta=dates).metadata["issued"] == {"date-parts": [[2021, 12]]}


def test_a_row_under_a_label_is_known_by_it() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in [("Sex", "", ""), ("Women", "12", "15"), ("Race", "", ""), ("Asian", "9", "8")]
    )
    head = "<thead><tr><th>Trait</th><th>Placebo</th><th>Drug</th></tr></thead>"
    draft = read(f"<table-wrap><table>{head}<tbody>{rows}</tbody></table></table-wrap>")
    found = [
        (b.columns[0], draft.markdown[b.start : b.end])
        for b in article.parse(draft.markdown)
        if b.kind == "row"
    ]
    assert found[1::2] == [("Trait, Sex", "Women | 12 | 15"), ("Trait, Race", "Asian | 9 | 8")]
