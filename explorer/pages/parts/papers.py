"""Papers as lines that lead to arXiv; invented ones lead nowhere, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st

from explorer.presentation.escaping import marked, plain
from explorer.presentation.niche_texts import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

SAID = ("id", "title", "authors", "published", "primary_category", "abstract", "comments")
"""Columns that the line of a paper is written from."""

ABSTRACT_PAGE = "https://arxiv.org/abs/"


def titled(arxiv_id: str, title: str, *, invented: bool) -> str:
    """Write a title as Markdown, linked to arXiv if the paper is there; what was found is bold."""
    if invented:
        return marked(title)
    return f"[{marked(title)}]({ABSTRACT_PAGE}{quote(arxiv_id)})"


def rows_of(papers: pd.DataFrame, *more: str) -> list[dict[str, Any]]:
    """Return what a line says of each paper, and more of its columns."""
    columns = (*SAID, *more)
    values = zip(*(papers[name].tolist() for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def listing(rows: Iterable[Mapping[str, Any]], *, invented: bool) -> None:
    """Draw papers one below the other, from what ``rows_of`` returns."""
    lines: list[str] = []
    for row in rows:
        lines.append(f"- {titled(row['id'], row['title'], invented=invented)}  ")
        lines.append(f"  :gray[{plain(reference(row))}]")
    st.markdown("\n".join(lines))
