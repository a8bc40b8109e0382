"""On which page of its source a place stands, for articles whose source has pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any


def page_at(metadata: Mapping[str, Any], offset: int) -> int | None:
    """The page, counted from 1, that holds the code point `offset`; None where the source has no pages.

    Args:
        metadata: the article's CSL-JSON; `custom.pages` lists where each page begins as `[offset, page]`.
        offset: a code point of its canonical text.
    """
    custom = metadata.get("custom")
    listed = custom.get("pages") if isinstance(custom, Mapping) else None
    if not isinstance(listed, list):
        return None
    starts = [pair for pair in listed if isinstance(pair, list) and len(pair) == 2]
    place = bisect_right(starts, offset, key=lambda pair: int(pair[0]))
    return int(starts[max(place - 1, 0)][1]) if starts else None
