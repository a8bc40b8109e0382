from __future__ import annotations

import pytest
from lxml import etree

from kqa.corpus.formats import jats_printed

NAME = "<{0}><surname>{1}</surname>{2}</{0}>"


def line(inside: str, *, tag: str = "mixed-citation", **item: object) -> str:
    return jats_printed.printed(etree.fromstring(f"<{tag}>{inside}</{tag}>"), item)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "A Ode, <source>Birds</source> <fpage>7</fpage>.<pub-id>12345678</pub-id>",
            "A Ode, Birds 7. 12345678",
        ),
        ("<name><surname>Ode</surname></name>\n  , <year>2001</year>\n.", "Ode, 2001."),
        (
            "<person-group>\n<name><surname>Ode</surname>\n<given-names>B</given-names></name>\n"
            "<name><surname>Lee</surname></name>\n<etal/>\n</person-group>: <article-title>On rooks.</article-title>",
            "Ode B, Lee et al.: On rooks.",
        ),
        ("<string-name>B. Ode</string-name>\n<etal/>, On rooks", "B. Ode et al., On rooks"),
        ("<string-name>B. Ode</string-name> <etal/>. On rooks", "B. Ode et al. On rooks"),
        ("Ode (<year>\n 2001</year>\n )\n .", "Ode (2001)."),
        ("doi:<pub-id>10.5555/b.1</pub-id> (<year>2001</year>).", "doi:10.5555/b.1 (2001)."),
    ],
    ids=[
        "identifier",
        "set out on lines",
        "names without commas",
        "and others",
        "and others, with a stop",
        "brackets",
        "own punctuation",
    ],
)
def test_a_printed_line_is_kept_with_its_fields_apart(inside: str, expected: str) -> None:
    assert line(inside) == expected


def test_fields_alone_are_set_as_a_line_that_loses_none_of_them() -> None:
    inside = (
        "<person-group person-group-type='author'><name><surname>Ode</surname></name><etal/></person-group>"
        "<article-title>On rooks</article-title><source>Birds</source><year>2001</year><supplement>suppl 3</supplement>"
        "<volume>4</volume><fpage>7</fpage><comment>(in Latin)</comment><edition>2</edition>"
        "<pub-id pub-id-type='pmid'>12345678</pub-id>"
    )
    found = line(
        inside,
        tag="element-citation",
        author=[{"family": "Ode"}],
        editor=[{"family": "Lee"}],
        title="On rooks",
        **{"container-title": "Birds", "issued": {"date-parts": [[2001]]}, "volume": "4", "page": "7"},
    )
    assert found == "Ode et al. On rooks. Lee. Birds. 2001;4:7. suppl 3. (in Latin). 2"
