"""Changes to what a person wants of niches, as pages make them, and what went wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from explorer.pages.parts.view import RunView

PROBLEM = "wish-problem"
"""Where a button leaves what went wrong, for the page to say."""


def carry_out(change: Any, view: RunView, niche: Mapping[str, Any], *more: Any) -> None:
    """Change a wish; what goes wrong is left for ``say_problem``."""
    try:
        change(view.place.user, niche, *more, **said(view))
    except ExplorerError as error:
        st.session_state[PROBLEM] = str(error)


def said(view: RunView) -> dict[str, Any]:
    """Say when a person wants something, and of which analysis."""
    facts = view.run.manifest
    return {"kind": facts["kind"], "now": datetime.now(UTC), "ended": facts.get("ended", [])}


def say_problem() -> None:
    """Say what went wrong when a button was pressed, once."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
