"""Files to take along: a plan in every format, all on one page, a backup of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer.plans.backup import backup_bytes
from explorer.plans.exports.formats import FORMATS, export_plans, file_name
from explorer.plans.exports.kept import list_kept, read_kept
from explorer.plans.niches import list_niches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from explorer.pages.parts.view import View
    from explorer.plans.exports.kept import Kept
    from explorer.plans.records import Plan, SavedNiche


def draw(view: View, plan: Plan, niche: SavedNiche) -> None:
    """Draw the files; each is made, of what is kept then, when it is asked for."""
    store = view.place.user
    one = partial(_one, store, plan.plan_id)
    with st.popover("Take it along"):
        st.markdown("**This plan**")
        for how, form in FORMATS.items():
            made = partial(_made, view, one, how)
            _file(form.label, made, file_name([niche], how), form.mime)
        st.markdown("**All that you wrote**")
        niches = list_niches(store)
        if len(niches) > 1:
            page = partial(_made, view, partial(list_kept, store), "html")
            _file("All plans on one page (HTML)", page, file_name(niches, "html"), "text/html")
        today = datetime.now(UTC).date()
        backup = partial(backup_bytes, store, today=today)
        _file("Backup, to restore (SQLite)", backup, f"{today}.sqlite", "application/vnd.sqlite3")


def _one(store: Path, number: int) -> Sequence[Kept]:
    return [read_kept(store, number)]


def _made(view: View, read: Callable[[], Sequence[Kept]], how: str) -> bytes:
    return export_plans(view.place.user, read(), how, papers=view.place.papers)


def _file(label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label,
        made,
        file_name=name,
        mime=mime,
        on_click="ignore",
        type="tertiary",
        key=f"take-{label}",
    )
