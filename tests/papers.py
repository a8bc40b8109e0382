"""Small papers made in memory: JATS in the manner of several publishers, PDFs from lines of text, DOCX packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

JATS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN" "x.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-title-group><journal-title>Journal of Tests</journal-title></journal-title-group>
</journal-meta><article-meta><article-id pub-id-type="doi">10.5555/test.{number}</article-id>
<title-group><article-title>Ketamine and the mind, part {number}<xref ref-type="fn" rid="f">*</xref></article-title>
</title-group><contrib-group><contrib contrib-type="author"><name><surname>Müller</surname>
<given-names>Eva</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><day>3</day><month>5</month><year>2021</year></pub-date><volume>4</volume>
<fpage>10</fpage><lpage>19</lpage>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>CC BY</license-p></license>
</permissions><abstract><p>We asked what it does.</p></abstract></article-meta></front>
<body>{body}</body><back><ref-list>{references}</ref-list></back></article>"""

REFERENCE = """<ref id="b{n}"><label>{n}</label><element-citation publication-type="journal"><person-group
person-group-type="author"><name><surname>Author{n}</surname><given-names>A</given-names></name></person-group>
<article-title>Study number {n}</article-title><source>J Tests</source><year>{year}</year><volume>{n}</volume>
<fpage>1</fpage><lpage>9</lpage><pub-id pub-id-type="doi">10.1000/x{n}</pub-id></element-citation></ref>"""


def jats(body: str, *, references: int = 6, number: int = 1) -> bytes:
    """An article with this body and a list of so many references, ids b1, b2 …"""
    entries = "".join(REFERENCE.format(n=n, year=2000 + n) for n in range(1, references + 1))
    return JATS.format(body=body, references=entries, number=number).encode()


def paper(number: int = 1) -> bytes:
    """A whole small paper; `number` makes it another one."""
    sections = "".join(
        f'<sec><title>{n}. Part {n} of {number}</title><p>Dose {n} of {number} helped <xref ref-type="bibr" rid="b{n}">'
        f"[{n}]</xref>. Relapse fell by {n * number} percent.</p><p>Craving fell too, as others found before.</p></sec>"
        for n in range(1, 6)
    )
    return jats(sections, number=number)


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    *,
    trailer: bytes = b"",
    kids: int = 0,
    filters: bytes = b"",
    content: bytes | None = None,
) -> bytes:
    """A PDF of lines `(x, y, size, text)` in Helvetica; text that begins with `*` is bold.

    Args:
        pages: the lines of each page.
        trailer: further entries of the trailer.
        kids: claim so many pages, all of them the first.
        filters: entries of the content streams' dictionaries.
        content: put in place of the pages' own content.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    names = []
    for lines in pages:
        drawn = b"".join(_line(*line) for line in lines) if content is None else content
        names.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 %d 0 R/F2 %d 0 R>>>>>>"
            % (len(objects) + 2, 2 * len(pages) + 3, 2 * len(pages) + 4)
        )
        objects.append(b"<</Length %d%s>>\nstream\n" % (len(drawn), filters) + drawn + b"\nendstream")
    named = names[:1] * kids if kids else names
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(named), len(named))
    for font in (b"Helvetica", b"Helvetica-Bold"):
        objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % font)
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _line(x: float, y: float, size: float, text: str) -> bytes:
    font, words = (b"F2", text[1:]) if text.startswith("*") else (b"F1", text)
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font, size, x, y, escaped)


def package(parts: dict[str, bytes | str]) -> bytes:
    """A zip package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {WORD}><w:style w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="My heading"/><w:basedOn w:val="H2"/></w:style></w:styles>"""


def word(body: str, **parts: str) -> bytes:
    """A DOCX of this body; further parts by their names in `word/`, without `.xml`."""
    document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    more = {f"word/{name}.xml": text for name, text in parts.items()}
    return package(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": document, "word/styles.xml": STYLES, **more}
    )


def w(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of a Word document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"
