"""How often flags like this one were right on the papers held, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import BackTestDamagedError, BackTestNotFoundError
from explorer.pages.parts import flags
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import TIMES, counted, listed
from explorer.presentation.record_texts import (
    NO_RECORD,
    NO_RECORD_OF_INVENTED,
    came_sentence,
    past_flags,
    record_sentence,
)

if TYPE_CHECKING:
    import pandas as pd

    from explorer.pages.parts.view import View


def draw(view: View, *, niche_id: str = "") -> None:
    """Say since when a niche is flagged, how often flags were right, and open to past ones."""
    if niche_id:
        flags.since(view, niche_id)
    try:
        record = cached.record(view.place)
    except BackTestNotFoundError:
        st.caption(NO_RECORD_OF_INVENTED if view.invented else NO_RECORD)
        return
    except BackTestDamagedError as error:
        st.caption(plain(str(error)))
        return
    st.caption(
        record_sentence(
            horizon=record.horizon,
            cutoffs=record.cutoffs,
            named=record.named,
            grew=record.grew,
            fastest_grew=record.fastest_grew,
            base=record.base,
        )
    )
    if told := came_sentence(record.came, horizon=record.horizon):
        st.caption(told)
    if record.categories:
        st.caption(f"Tried on {plain(listed(list(record.categories), most=5))} alone.")
    if record.named:
        _past(record.flags)


def _past(named: pd.DataFrame) -> None:
    """Draw the flags of the past, folded."""
    with st.expander(f"{counted(len(named), 'flag')} of the past, and what became of each"):
        column = st.column_config
        st.dataframe(
            past_flags(named),
            hide_index=True,
            key="past_flags",
            column_config={
                "name": column.TextColumn("niche"),
                "flagged": column.TextColumn("known up to the end of"),
                "score": column.NumberColumn("score then", format="%.0f"),
                "papers_recent": column.NumberColumn("papers in the year before"),
                "realised": column.NumberColumn("growth a year since", format=f"%.2f{TIMES}"),
                "became": column.TextColumn("what became of it"),
            },
        )
