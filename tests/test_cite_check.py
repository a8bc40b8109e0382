"""Manuscripts checked against three tiny articles, with an encoder that needs no model."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEncoder

from kqa import cli
from kqa.answer.library import Library
from kqa.cite import check, drafts, findings, fix, report, sarif
from kqa.cite.drafts.draft import Draft
from kqa.cite.findings import Finding
from kqa.workspace import Workspace

Checked = Callable[..., tuple[Draft, tuple[Finding, ...]]]


@pytest.fixture
def checked(workspace: Workspace, tmp_path: Path, no_model: FakeEncoder) -> Checked:
    """Writes a manuscript, checks it, gives it and the findings."""
    library = Library(workspace)

    def run(text: str, name: str = "draft.md") -> tuple[Draft, tuple[Finding, ...]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        draft = drafts.read(path)
        return draft, check.check(library, draft)

    return run


def _verdicts(found: tuple[Finding, ...]) -> list[str]:
    return [finding.verdict for finding in found]


QUOTED = {
    "verbatim": "“Eye strain was reported by some patients.” [@lee2021]",
    "cosmetic": "“The effect held for 6\u00a0months” [@garcia2020]",
    "altered": "“The effect held for 9 months” [@garcia2020]",
    "misattributed": "“Eye strain was reported by some patients.” [@okoro2022]",
    "not_found": "“No article says anything like these words about the moon” [@lee2021]",
}


@pytest.mark.parametrize("verdict", QUOTED)
def test_a_quotation_has_one_verdict(verdict: str, checked: Checked) -> None:
    draft, found = checked(QUOTED[verdict] + "\n")
    assert _verdicts(found) == [verdict]
    (finding,) = found
    assert (finding.line, finding.column) == (1, 2)
    quoted = draft.source.text[finding.start : finding.end]
    assert quoted.replace("\u00a0", " ") == finding.text


def test_an_altered_quotation_shows_the_words_that_differ(checked: Checked) -> None:
    (finding,) = checked(QUOTED["altered"])[1]
    assert finding.diff is not None
    assert "[-9-]{+6+}" in finding.diff
    assert finding.source is not None
    assert finding.source.locator == "sec. 1.1, para. 1"


def test_a_misattributed_quotation_names_the_article_that_has_it(checked: Checked) -> None:
    (finding,) = checked(QUOTED["misattributed"])[1]
    assert finding.suggestion == "the words stand in lee2021: [@lee2021, sec. 2, para. 2]"


def test_an_author_named_in_the_sentence_is_an_attribution(checked: Checked) -> None:
    found = checked('Okoro et al. write that "eye strain was reported by some patients" in winter.\n')[1]
    assert "misattributed" in _verdicts(found)


def test_a_negation_cut_off_is_altered_unless_the_sentence_has_it(checked: Checked) -> None:
    cut = checked('It says "seen with 0.5 mg" [@garcia2020].')[1]
    assert cut[0].verdict == "altered"
    assert cut[0].diff == "{+not+} seen with 0.5 mg"
    kept = checked('It was not "seen with 0.5 mg" [@garcia2020].')[1]
    assert kept[0].verdict == "verbatim"


def test_keys_that_resolve_to_nothing_are_all_listed(checked: Checked) -> None:
    _, found = checked("Light lifts mood [@lee2012; @nobody1999]. Melatonin rises at dusk [@smith2011].\n")
    unresolved = [f for f in found if f.verdict == "unresolved"]
    assert [f.text for f in unresolved] == ["lee2012", "nobody1999"]
    assert unresolved[0].suggestion == "did you mean lee2021?"
    lines = list(report.lines(found, "d.md", width=80, paint=lambda text, _: text, everything=False))
    assert lines[0] == "d.md cites keys that the workspace lacks: lee2012, nobody1999"


def test_first_person_and_questions_are_the_authors_own(checked: Checked) -> None:
    _, found = checked("We searched three databases for trials. Does melatonin help people to sleep?\n")
    assert _verdicts(found) == ["own", "own"]


def test_headers_code_comments_and_bibliography_are_no_claims(checked: Checked) -> None:
    text = "---\ntitle: Melatonin works\n---\n\n# Melatonin works\n\n<!-- It works. -->\n\n```\nIt works.\n```\n\n# References\n\nLee, S. It works.\n"
    assert checked(text)[1] == ()


def test_json_has_the_fields_that_programs_rely_on(checked: Checked) -> None:
    (row,) = findings.as_json(checked(QUOTED["altered"])[1])["sentences"]
    assert list(row) == ["line", "column", "text", "verdict", "confidence", "source", "diff", "suggestion"]
    assert list(row["source"]) == ["article", "locator", "start", "end", "text"]
    assert row["confidence"] == 1.0


def test_sarif_points_to_every_problem_and_to_no_other_finding(checked: Checked) -> None:
    draft, found = checked(QUOTED["altered"] + "\n\n" + QUOTED["verbatim"] + "\n")
    log = sarif.log(found, draft, "draft.md", "1.0")
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "altered"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 2, "endLine": 1, "endColumn": 30}


def test_a_fix_mends_typography_and_nothing_that_means_something(checked: Checked) -> None:
    draft, found = checked(QUOTED["cosmetic"] + "\n\n" + QUOTED["altered"] + "\n")
    made = fix.edits(draft, found)
    assert [edit.text for edit in made] == ["The effect held for 6 months"]


def test_the_copy_is_named_and_never_overwrites(checked: Checked, tmp_path: Path) -> None:
    draft, found = checked(QUOTED["cosmetic"] + "\n")
    path = tmp_path / "draft.md"
    before = path.read_bytes()
    first = fix.write(path, draft, fix.edits(draft, found))
    second = fix.write(path, draft, fix.edits(draft, found))
    assert [first.name, second.name] == ["draft.fixed.md", "draft.fixed-2.md"]
    assert path.read_bytes() == before
    assert first.read_text(encoding="utf-8") == "“The effect held for 6 months” [@garcia2020]\n"


def test_a_placeholder_is_filled_only_with_a_supporting_passage(checked: Checked) -> None:
    draft, found = checked("The moon is made of green cheese from Okinawa and Tibet [@?].\n")
    placeholder = [f for f in found if f.text == "[@?]"]
    assert [f.verdict for f in placeholder] == ["needs_citation"]
    assert fix.edits(draft, found) == ()


def test_a_word_document_is_fixed_in_place(
    tmp_path: Path, workspace: Workspace, no_model: FakeEncoder
) -> None:
    xml = (
        '<w:document><w:body><w:p><w:r><w:t xml:space="preserve">“The effect </w:t></w:r><w:r><w:t>held for '
        "6\u00a0months” [@garcia2020] &amp; on</w:t></w:r></w:p></w:body></w:document>"
    )
    path = tmp_path / "draft.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", xml)
        package.writestr("word/styles.xml", "<styles/>")
    draft = drafts.read(path)
    found = check.check(Library(workspace), draft)
    copy = fix.write(path, draft, fix.edits(draft, found))
    with zipfile.ZipFile(copy) as package:
        text = package.read("word/document.xml").decode("utf-8")
        assert package.read("word/styles.xml") == b"<styles/>"
    assert "“The effect held for 6 months" in text
    assert "” [@garcia2020] &amp; on" in text


def test_the_command_reports_and_fails_on_problems(
    workspace: Workspace, tmp_path: Path, no_model: FakeEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.md"
    path.write_text(QUOTED["altered"] + "\n", encoding="utf-8")
    log = tmp_path / "log.sarif"
    arguments = ["check", str(path), "--workspace", str(workspace.root), "--sarif", str(log)]
    assert cli.main(arguments) == 1
    out = capsys.readouterr().out
    assert "draft.md:1:2: altered" in out
    assert "1 findings: 1 altered; 1 to look at." in out
    assert json.loads(log.read_text(encoding="utf-8"))["runs"][0]["results"]
    path.write_text(QUOTED["verbatim"] + "\n", encoding="utf-8")
    assert cli.main([*arguments[:-2], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sentences"][0]["verdict"] == "verbatim"


def test_cite_study_and_export_print_what_is_asked(
    workspace: Workspace, no_model: FakeEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--workspace", str(workspace.root)]
    cli.main(["cite", "Eye strain was reported by some patients.", "--form", "latex", "--json", *at])
    record = json.loads(capsys.readouterr().out)
    assert record["passages"][0]["citation"] == r"\autocite[sec.~2]{lee2021}"
    assert cli.main(["study", "Smith 2011", *at]) == 0
    card = capsys.readouterr().out
    assert "garcia2020:2, okoro2022:1" in card
    assert "Result: latency −9 min" in card
    assert cli.main(["export", "--format", "ris", "--primary", "lee2021", *at]) == 0
    assert capsys.readouterr().out.count("TY  - JOUR") == 3
    assert cli.main(["export", "nobody", *at]) == 2
    assert "no article or cited work has the key 'nobody'" in capsys.readouterr().err
    assert cli.main(["study", "Nobody 1900", *at]) == 2
    assert "no article cites a study 'Nobody 1900'" in capsys.readouterr().err
