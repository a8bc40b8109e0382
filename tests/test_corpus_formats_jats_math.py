from __future__ import annotations

import pytest
from lxml import etree

from kqa.corpus.formats import jats_math


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<msup><mi>m</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup>", "m⁻¹"),
        ("<msup><mi>e</mi><mi>Q</mi></msup>", "e^Q"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "xi²"),
        ("<mfrac><mi>x</mi><mn>12</mn></mfrac>", "x/12"),
        ("<mfrac><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mi>s</mi></mfrac>", "(x+1)/s"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mi>f</mi><mfenced><mi>x</mi><mi>y</mi></mfenced>", "f(x,y)"),
        ("<mfenced open='[' close=']'><mi>x</mi></mfenced>", "[x]"),
        ("<mi>p</mi><mo>=</mo><mn>0.05</mn>", "p = 0.05"),
        ("<semantics><mi>x</mi><annotation>\\mathit{x}</annotation></semantics>", "x"),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>",
            "a b; c",
        ),
        ("\n <mi>x</mi>\n <mi>y</mi>\n", "xy"),
        ("<mi>x</mi><mspace/>", "x "),
        ("<mmultiscripts><mn>300</mn><mprescripts/><none/><mi>b</mi></mmultiscripts>", "ᵇ300"),
        ("<mmultiscripts><mi>n</mi><none/><mi>a</mi></mmultiscripts>", "nᵃ"),
        (
            "<munderover><mo>∏</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover><mi>d</mi>",
            "∏_(i = 1)^N d",
        ),
        ("<msub><mo>∑</mo><mi>M</mi></msub><mi>P</mi>", "∑_MP"),
        (
            "<msubsup><mi>c</mi><msup><mi>Mg</mi><mrow><mn>2</mn><mo>+</mo></mrow></msup><mn>0</mn></msubsup>",
            "c_(Mg²⁺)⁰",
        ),
        (
            "<mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mo>+</mo><mi>b</mi></mtd></mtr></mtable>",
            "a +b",
        ),
    ],
)
def test_the_structure_of_a_formula_is_kept_in_signs(inside: str, expected: str) -> None:
    assert jats_math.from_mathml(etree.fromstring(f"<math>{inside}</math>")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\documentclass{x}\begin{document}$$V_{2} \leq \alpha$$\end{document}", "V₂ ≤ α"),
        (r"\frac{a}{b}", "a/b"),
        (r"\oddity{x}", r"\oddity{x}"),
        ("x", "x"),
    ],
)
def test_tex_is_unicode_as_far_as_it_is_known(source: str, expected: str) -> None:
    assert jats_math.from_tex(source) == expected
