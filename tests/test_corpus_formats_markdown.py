from __future__ import annotations

from kqa.corpus import formats

BODY = "## Results\n\nIt helped, as others found before {open}1{close}, and again {open}2{close} {open}3{close}.\n\n## References\n\n"
ENTRIES = "".join(
    f"{n}{{dot}} Smith J, Doe P. A thing about use {n}. Addiction. 201{n};12(3):44-50.\n" for n in (1, 2, 3)
)


def test_front_matter_is_metadata() -> None:
    front = '---\ntitle: "A title: of things"\nauthor:\n  - name: Eva Müller\n  - Doe, John\ndate: 2021-05-03\ndoi: https://doi.org/10.1000/x\n---\n'
    draft = formats.read((front + "It helped a great deal.\n").encode(), "p.md")
    assert draft.metadata["title"] == "A title: of things"
    assert draft.metadata["author"] == [
        {"family": "Müller", "given": "Eva"},
        {"family": "Doe", "given": "John"},
    ]
    assert draft.metadata["issued"] == {"date-parts": [[2021, 5, 3]]}
    assert draft.metadata["DOI"] == "10.1000/x"
    assert draft.markdown.startswith("# A title: of things\n\n")
    assert "10.1000" not in draft.markdown


def test_escapes_of_a_converter_are_taken_off() -> None:
    text = "# A title of things\n\n" + (BODY + ENTRIES).format(open="\\[", close="\\]", dot="\\.")
    plain = "# A title of things\n\n" + (BODY + ENTRIES).format(open="[", close="]", dot=".")
    converted, written = formats.read(text.encode(), "p.md"), formats.read(plain.encode(), "p.md")
    assert converted.markdown == written.markdown
    assert [entry["title"] for entry in converted.references] == [f"A thing about use {n}" for n in (1, 2, 3)]


def test_text_without_either_is_left_alone() -> None:
    text = "# A title\n\nA cell \\| and a star \\* stay as they are, whatever they mean.\n"
    assert "\\| and a star \\*" in formats.read(text.encode(), "p.md").markdown
