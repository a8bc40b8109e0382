from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kqa.index.selection import Selection


@given(mask=st.lists(st.booleans(), max_size=70), data=st.data())
def test_a_selection_is_the_same_as_mask_size_and_bits(mask: list[bool], data: st.DataObject) -> None:
    selection = Selection(np.array(mask, dtype=np.bool_))
    assert selection.size == sum(mask)
    assert selection.is_all == all(mask)
    assert [bool(selection.bits[row // 8] >> (row % 8) & 1) for row in range(len(mask))] == mask
    rows = data.draw(st.lists(st.integers(0, len(mask) - 1), max_size=9)) if mask else []
    assert selection.of(np.array(rows, np.int64)).tolist() == [row for row in rows if mask[row]]
