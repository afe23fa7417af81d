"""Where pages are, and how to get from one to another with the link that says what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from explorer.presentation.escaping import plain

HERE = Path(__file__).resolve().parent.parent

DISCOVER, MAP, WHITE_SPACE, NICHE, COMPARE, PLAN, PROFILE, DATA = (
    HERE / f"{name}.py"
    for name in ("discover", "map", "white_space", "niche", "compare", "plan", "profile", "data")
)


def navigation() -> st.Page:
    """Declare the pages, and return the one asked for."""
    pages = [
        st.Page(DISCOVER, title="Discover", default=True),
        st.Page(MAP, title="Map", url_path="map"),
        st.Page(WHITE_SPACE, title="White space", url_path="white_space", visibility="hidden"),
        st.Page(NICHE, title="Niche", url_path="niche"),
        st.Page(COMPARE, title="Compare", url_path="compare"),
        st.Page(PLAN, title="Plan", url_path="plan"),
        st.Page(PROFILE, title="Profile", url_path="profile"),
        st.Page(DATA, title="Data and method", url_path="data"),
    ]
    return st.navigation(pages, position="top")


def go_to(page: Path, **query: str) -> NoReturn:
    """Switch to a page; what it shows is in its link."""
    st.switch_page(page, query_params=query)


def named_in_link(name: str) -> str:
    """Return what the link names, or else what was looked at last in this window; may be empty."""
    return st.query_params.get(name) or last_seen(name)


def keep_in_link(name: str, value: str) -> None:
    """Write what is shown into the link, and remember it for this window."""
    st.session_state[f"last-{name}"] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def last_seen(name: str) -> str:
    """Return what was looked at last in this window; may be empty."""
    return str(st.session_state.get(f"last-{name}", ""))


def say_unusable(values: list[str]) -> None:
    """Say in one line that the link holds what cannot be shown."""
    shown = ", ".join(f"“{plain(value[:40])}{'…' if len(value) > 40 else ''}”" for value in values)
    st.warning(f"The link asks for {shown}, which is not here; this is the view without it.")


def forget(name: str) -> None:
    """Forget what was looked at last."""
    st.session_state.pop(f"last-{name}", None)


def is_dark() -> bool:
    """Tell whether the page is dark."""
    return st.context.theme.type == "dark"
