"""The report: self-contained, well-formed, everything from outside escaped, misses with both sides."""

from __future__ import annotations

import re
from pathlib import Path

from eval_runs import outcome, run
from lxml import etree, html

from kqa.eval import artefacts, charts, report
from kqa.eval.figures import figures

RUN = run([outcome(1), outcome(2, right=False, confidence=0.4), outcome(3, answerable=False, confidence=0.6)])


def test_the_page_is_one_file_that_loads_nothing(tmp_path: Path) -> None:
    page, *plots = report.write(artefacts.save(RUN, tmp_path), tmp_path / "out" / "report.html")
    text = page.read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=|@import|url\(|<script""", text)
    assert all(plot.read_bytes().startswith(b"\x89PNG") for plot in plots)


def test_a_miss_shows_what_was_expected_beside_what_was_given(tmp_path: Path) -> None:
    page, *_ = report.write(artefacts.save(RUN, tmp_path), tmp_path / "report.html")
    tree = html.fromstring(page.read_text("utf-8"))
    [miss, wrongly_answered] = tree.xpath("//div[@class='miss']")
    said = miss.text_content()
    assert "q2 · fact · Question 2 <&>?" in said
    assert "words of gold <b>" in said
    assert "shown False <i>" in said
    assert "a gold passage stands at rank 1 of 1" in said
    assert "to abstain" in wrongly_answered.text_content()


def test_a_comparison_is_part_of_the_page_when_asked_for(tmp_path: Path) -> None:
    old = run([outcome(1, right=False), outcome(2, right=False), outcome(3, answerable=False)], depth=1)
    folder, other = artefacts.save(RUN, tmp_path), artefacts.save(old, tmp_path)
    page, *_ = report.write(folder, tmp_path / "report.html", compared=other)
    assert f"Against {other.name}" in page.read_text("utf-8")
    assert "better: extract hit@1" in page.read_text("utf-8")


def test_every_chart_is_well_formed_and_within_its_frame() -> None:
    made = charts.charts(figures(RUN))
    assert [chart.name for chart in made] == ["types", "coverage-risk", "reliability"]
    for chart in made:
        tree = etree.fromstring(charts.svg(chart).encode())
        assert "NaN" not in charts.svg(chart)
        numbers = [
            float(v) for node in tree.iter() for k, v in node.attrib.items() if k in ("x", "x1", "x2", "cx")
        ]
        assert all(0 <= number <= charts.WIDTH for number in numbers)
