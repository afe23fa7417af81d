"""Papers as lines that lead to arXiv; invented ones lead nowhere, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from explorer.presentation.escaping import marked, plain
from explorer.presentation.niche_texts import reference

if TYPE_CHECKING:
    import pandas as pd

ABSTRACT_PAGE = "https://arxiv.org/abs/"


def titled(arxiv_id: str, title: str, *, invented: bool) -> str:
    """Write a title as Markdown, linked to arXiv if the paper is there; what was found is bold."""
    if invented:
        return marked(title)
    return f"[{marked(title)}]({ABSTRACT_PAGE}{quote(arxiv_id)})"


def listing(papers: pd.DataFrame, *, invented: bool) -> None:
    """Draw papers one below the other."""
    lines: list[str] = []
    for row in papers.to_dict("records"):
        lines.append(f"- {titled(row['id'], row['title'], invented=invented)}  ")
        lines.append(f"  :gray[{plain(reference(row))}]")
    st.markdown("\n".join(lines))
