from __future__ import annotations

import pytest

from kqa.corpus.pages import page_at

PAGES = {"custom": {"pages": [[10, 1], [50, 2], [90, 4]]}}


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (10, 1), (49, 1), (50, 2), (89, 2), (90, 4), (9999, 4)])
def test_the_page_is_the_last_that_began(offset: int, page: int) -> None:
    assert page_at(PAGES, offset) == page


@pytest.mark.parametrize(
    "metadata", [{}, {"custom": {}}, {"custom": {"pages": []}}, {"custom": {"pages": "x"}}]
)
def test_a_source_without_pages_has_none(metadata: dict[str, object]) -> None:
    assert page_at(metadata, 3) is None
