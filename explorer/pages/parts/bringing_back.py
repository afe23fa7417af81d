"""Files that bring plans back: one that holds plans, or a backup of everything."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import forms, places
from explorer.plans.backup import kinds_in, restore
from explorer.plans.exports.importing import import_plans
from explorer.plans.exports.plan_reading import parse_plans
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from explorer.pages.parts.view import View

DATABASE = b"SQLite format 3\0"
"""How a backup begins."""
TOLD = "brought-back"
LATER = " Its papers are real: it is kept, and shown here once you have papers from arXiv."


def draw(view: View) -> None:
    """Draw where a file is given, what it would do, and the button that does it."""
    with st.popover("Bring something back"):
        st.markdown("A plan that was exported as JSON, or a backup.")
        times = st.session_state.get(f"{TOLD}-times", 0)
        given = st.file_uploader("File", type=["json", "sqlite"], key=f"bring-{times}")
        if given is None:
            return
        try:
            if given.getvalue().startswith(DATABASE):
                _restore(view, given.getvalue(), given.name)
            else:
                _import(view, given.getvalue(), given.name)
        except ExplorerError as error:
            st.error(plain(str(error)))


def tell() -> None:
    """Say once what came back."""
    if told := st.session_state.pop(TOLD, ""):
        st.success(plain(told))


def _import(view: View, data: bytes, name: str) -> None:
    plans = parse_plans(data, name=name)
    titles = ", ".join(f"“{plain(str(rows.plan['title']))}”" for rows in plans[:5])
    more = f" and {len(plans) - 5:,} more" if len(plans) > 5 else ""
    st.markdown(f"{counted(len(plans), 'plan')}: {titles}{more}.")
    replace = st.checkbox("In place of another plan of the same niche, which is backed up first")
    if st.button("Import", type="primary"):
        store, later = _place(view, {str(rows.niche["kind"]) for rows in plans})
        done = import_plans(store, data, name=name, replace=replace)
        said = f"{counted(len(done.added), 'plan')} came in."
        if done.unchanged:
            said += f" {counted(len(done.unchanged), 'plan')} was here already, and the same."
        kept = f" What was there before is kept in {done.kept.name}." if done.kept else ""
        _end(said + kept + later, *([] if later else [*done.added, *done.unchanged]))


def _restore(view: View, data: bytes, name: str) -> None:
    st.markdown(
        "This puts what the backup holds in the place of all that you wrote here. What is here now "
        "is backed up first, beside it."
    )
    if not st.button("Restore", type="primary"):
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given.sqlite"
        file.write_bytes(data)
        store, later = _place(view, kinds_in(file, name=name))
        kept = restore(store, file, name=name)
    said = f" What was there before is kept in {kept.name}." if kept else ""
    _end(f"The backup is restored.{said}{later}")


def _place(view: View, kinds: Collection[str]) -> tuple[Path, str]:
    """Choose the store: plans on real papers never go to that of the demonstration."""
    if view.invented and "real" in kinds and view.home != view.place:
        return view.home.user, LATER
    return view.place.user, ""


def _end(said: str, *numbers: int) -> None:
    """Show the page anew; forms begin again from what is stored now."""
    st.session_state[TOLD] = said
    st.session_state[f"{TOLD}-times"] = st.session_state.get(f"{TOLD}-times", 0) + 1
    for key in [str(key) for key in st.session_state if str(key).startswith(("rung-", "left-"))]:
        del st.session_state[key]
        forms.begin_again(key)
    if not numbers:
        places.forget("plan")
    places.go_to(places.PLAN, **({"plan": str(numbers[0])} if numbers else {}))
