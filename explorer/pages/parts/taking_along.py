"""Files to take along: a plan in every format, all on one page, a backup of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from explorer.plans.backup import backup_bytes
from explorer.plans.exports.formats import FORMATS, export_plans, file_name
from explorer.plans.exports.kept import Kept, list_kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from explorer.pages.parts.view import View


def draw(view: View, kept: Kept) -> None:
    """Draw the files; each is made when it is asked for."""
    store, papers = view.place.user, view.place.papers
    with st.popover("Take it along"):
        st.markdown("**This plan**")
        for how, form in FORMATS.items():
            made = partial(export_plans, store, [kept], how, papers=papers)
            _file(form.label, made, file_name([kept], how), form.mime)
        st.markdown("**All that you wrote**")
        every = list_kept(store)
        page = partial(export_plans, store, every, "html", papers=papers)
        if len(every) > 1:
            _file("All plans on one page (HTML)", page, file_name(every, "html"), "text/html")
        today = datetime.now(UTC).date()
        backup = partial(backup_bytes, store, today=today)
        _file("Backup, to restore (SQLite)", backup, f"{today}.sqlite", "application/vnd.sqlite3")


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
