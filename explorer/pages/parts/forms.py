"""Forms that keep what is typed in them until it is kept elsewhere.

A form is told apart by its name and by how often it began again, and by nothing that may change
while somebody types.
"""

from __future__ import annotations

import streamlit as st


def key(name: str) -> str:
    """Return what tells a form from others and from itself before it began again."""
    return f"{name}-{st.session_state.get(_count(name), 0)}"


def begin_again(name: str) -> None:
    """Let a form be drawn anew, with what is stored."""
    st.session_state[_count(name)] = st.session_state.get(_count(name), 0) + 1


def _count(name: str) -> str:
    return f"began-{name}"
