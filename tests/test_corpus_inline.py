"""LaTeX and HTML within a line, as plain Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.formats import inline


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"receptors ( $\mu$ ,  $\delta$ , and  $\kappa$ ).", "receptors (μ,  δ, and  κ)."),
        (r"post-infusion ( $p < 0.012$ ). A", "post-infusion (p < 0.012). A"),
        (r"( $p < 0.0001$ ,  $p < 0.01$ , respectively)", "(p < 0.0001,  p < 0.01, respectively)"),
        (r"(0.21-0.84  $\mu$ M)", "(0.21-0.84  μM)"),
        (r"the $\mu$ Mesh", "the μ Mesh"),
        (r"$p \leq 0.05$ or $95\%$", "p ≤ 0.05 or 95%"),
        (r"$10^{-3}$, $x_1^2$, $37^{\circ}$C, $\frac{1}{2}$", "10⁻³, x₁², 37°C, 1/2"),
        (r"$\mathrm{CO_2}$ and \(5 \pm 2\)", "CO₂ and 5 ± 2"),
        (r"$n = 12$ of $N$", "n = 12 of N"),
        ("Ibeneme <sup>a\\*</sup>, H<sub>2</sub>O, 10<sup>-3</sup>", "Ibeneme ᵃ\\*, H₂O, 10⁻³"),
        ("one<br/>two <i>in vivo</i> <b>bold</b>", "one two *in vivo* **bold**"),
        ("Taylor &amp; Francis, p &lt; 0.05, 5&nbsp;mg", "Taylor & Francis, p < 0.05, 5\xa0mg"),
    ],
)
def test_marks_become_the_signs_that_they_stand_for(source: str, expected: str) -> None:
    assert inline.plain(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "it cost $5 and then $10 more",
        "between $5-$10 a day",
        "a lone $ sign",
        r"$\unknown{3} + 1$",
        "Taylor & Francis; AT&T",
        "<https://doi.org/10.3390/neurosci6030083>",
        "a < b and c > d",
        "<superb>",
        "&notanentity;",
    ],
)
def test_what_is_no_markup_stays(source: str) -> None:
    assert inline.plain(source) == source


def test_what_has_no_raised_form_stays_readable() -> None:
    assert inline.plain("x<sup>Q</sup>") == "xQ"
    assert inline.plain("$x^{Q}$") == "x^Q"


@given(st.text(alphabet=st.characters(exclude_characters="$\\<>&\x02\x03", codec="utf-8")))
def test_text_without_markup_is_untouched(text: str) -> None:
    assert inline.plain(text) == text


@given(st.decimals(0, 1000, places=4), st.sampled_from("<>="))
def test_no_number_or_sign_of_a_formula_is_lost(number: object, sign: str) -> None:
    assert inline.plain(f"( $p {sign} {number}$ )") == f"(p {sign} {number})"
