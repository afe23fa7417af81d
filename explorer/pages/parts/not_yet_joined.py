"""Pairs of a method and a problem, alive near a niche, that no paper has joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer import cached
from explorer.pages.parts.papers import titled
from explorer.presentation.combinations import alive_line, likelier_text
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from explorer.pages.parts.view import RunView

SHOWN, PAPERS_EACH = 5, 2
"""Pairs that are listed, and papers on each side of one."""


def draw(view: RunView, found: pd.DataFrame) -> None:
    """Draw the pairs likeliest to be joined soon, with papers of both sides."""
    rows = found.head(SHOWN).to_dict("records")
    if not rows:
        return
    st.header("Not yet joined", anchor=False)
    st.caption(
        "A method and a problem that are both alive here or in the niches nearest, and that no "
        "paper held brings together; the likeliest to be joined soon first. How often such pairs "
        "were joined in past years stands under the method, on the page Data and method."
    )
    ids = tuple(each for row in rows for ids in _sides(row) for each in ids)
    titles = cached.titles(view.place.papers, ids)
    for row in rows:
        with st.container(border=True):
            st.markdown(
                f"**{plain(row['method'])}** for **{plain(row['problem'])}**: {likelier_text(row)}"
            )
            for column, side, chosen in zip(
                st.columns(2, gap="large"), ("method", "problem"), _sides(row), strict=True
            ):
                lines = [alive_line(row, side, escape=plain)]
                lines += [
                    f"- {titled(each, titles[each], invented=view.invented)}"
                    for each in chosen
                    if each in titles
                ]
                column.markdown("\n".join(lines))


def _sides(row: Mapping[Any, Any]) -> tuple[list[str], list[str]]:
    return list(row["method_ids"])[:PAPERS_EACH], list(row["problem_ids"])[:PAPERS_EACH]
