"""The profile as a form: it shows what was there when this window opened it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import profile_fields, profile_interests
from explorer.plans.bibtex_reading import read_bibtex
from explorer.plans.profile_store import read_profile, save_profile
from explorer.plans.profile_typed import split_abstracts, split_deadlines
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    from explorer.pages.parts.view import View
    from explorer.plans.profile import Profile

OPENED, SAVED = "profile-opened", "profile-saved"


def draw(view: View) -> Profile:
    """Draw the form and save what is sent; return what is stored."""
    stored = read_profile(view.place.user)
    opened = st.session_state.setdefault(OPENED, stored)
    if st.session_state.pop(SAVED, False):
        st.success("Saved.")
    if stored.changed != opened.changed:
        st.warning("Your profile was changed elsewhere. What you typed is still here.")
        if st.button("Show the other version"):
            begin_again(stored)
    with st.form("profile", border=False):
        sent = _fields(opened)
        if st.form_submit_button("Save your profile", type="primary"):
            _save(view, opened, sent)
    return stored


def begin_again(profile: Profile) -> None:
    """Let the form show a stored profile."""
    st.session_state[OPENED] = profile
    st.rerun()


def _fields(opened: Profile) -> dict[str, Any]:
    """Draw the fields, and return what they hold, as they were typed."""
    key = str(opened.changed)
    st.header("Skills", anchor=False)
    skills = profile_fields.skills(opened, key)
    st.header("Interests", anchor=False)
    interests = profile_interests.draw(opened, key)
    st.header("Time and means", anchor=False)
    means = profile_fields.means(opened, key) | profile_fields.more_means(opened, key)
    return {"skills": skills, **interests, **means}


def _save(view: View, opened: Profile, sent: dict[str, Any]) -> None:
    try:
        profile = replace(opened, **_read(opened, sent))
        saved = save_profile(view.place.user, profile, now=datetime.now(UTC), opened=opened.changed)
    except ExplorerError as error:
        st.error(plain(str(error)))
    else:
        st.session_state[SAVED] = True
        begin_again(saved)


def _read(opened: Profile, sent: dict[str, Any]) -> dict[str, Any]:
    """Read what was typed as parts of a profile."""
    file, forget = sent.pop("bibtex"), sent.pop("forget_works")
    works = () if forget else opened.works
    if file is not None:
        works = read_bibtex(file.getvalue(), name=file.name)
    return {
        **sent,
        "works": works,
        "abstracts": split_abstracts(sent["abstracts"]),
        "languages": tuple(sent["languages"].split(",")),
        "deadlines": split_deadlines(sent["deadlines"]),
    }
