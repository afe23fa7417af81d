"""Changes to a plan's log and rungs, as its page makes them, and what went wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View

PROBLEM = "living-problem"
"""Where a button leaves what went wrong, for the page to say."""


def button(
    label: str, change: Any, view: View, *what: Any, key: str = "", dated: bool = True, **more: Any
) -> None:
    """Draw a button that makes a change; a dated one is told when."""
    if dated:
        more["now"] = datetime.now(UTC)
    st.button(label, key=key or label, on_click=carry_out, args=(change, view, *what), kwargs=more)


def carry_out(change: Any, view: View, *what: Any, **more: Any) -> None:
    """Change the log or a rung; what goes wrong is left for ``say_problem``."""
    changed(change, view, *what, **more)


def changed(change: Any, view: View, *what: Any, **more: Any) -> bool:
    """Do as ``carry_out``, and tell whether it went well."""
    try:
        change(view.place.user, *what, **more)
    except ExplorerError as error:
        st.session_state[PROBLEM] = str(error)
        return False
    return True


def say_problem() -> None:
    """Say what went wrong when a button was pressed, once."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
