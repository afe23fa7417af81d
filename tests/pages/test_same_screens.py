"""Exported, wiped and brought back, what a person wrote looks the same on every page."""

from datetime import UTC, date, datetime

import pytest

from explorer.niches import keep_niche
from explorer.plans.backup import back_up, restore
from explorer.plans.contacts import Contact, note_contact
from explorer.plans.exports.importing import import_plans
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.niches import add_to_note
from explorer.plans.outcomes import Outcome, save_outcome
from explorer.plans.plan_log import change_state, log_minutes
from explorer.plans.plan_store import read_plan
from explorer.plans.profile import Profile
from explorer.plans.profile_store import read_profile, save_profile
from explorer.plans.scenarios import SCENARIOS, save_responses
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHOWN = ("text_area", "text_input", "number_input", "selectbox", "multiselect", "checkbox")


@pytest.fixture
def place(home):
    return home.demonstration


@pytest.fixture
def slug(place):
    """A niche whose plan has everything in it; and a profile."""
    run = read_run(place.runs)
    niches = read_table(run, "niches")
    slug = niches.loc[niches["level"] == "niche", "slug"].iloc[0]
    plan = keep_niche(place, run, slug, now=NOW)
    first, store = plan.rungs[0].rung_id, place.user
    for state in ("started", "done"):
        change_state(store, plan.plan_id, first, state, now=NOW)
    save_outcome(store, first, Outcome(learned="Much", links="https://e.org"), was=Outcome())
    talk = Contact(
        name="Ada Quill", day=NOW.date(), said="Try it", next_step="Write", rung_id=first
    )
    note_contact(store, plan.plan_id, talk, now=NOW)
    save_responses(store, plan.plan_id, dict.fromkeys(SCENARIOS, "I go on."), was={})
    log_minutes(store, plan.plan_id, rung_id=first, minutes=95, day=date(2026, 11, 2), now=NOW)
    log_minutes(store, plan.plan_id, minutes=10, note="Read", now=NOW)
    add_to_note(store, plan.niche_id, "20 November 2026: I chose it because it is near.")
    said = Profile(interests="soft grippers", hours_per_week=6.0, skills={"code": "have"})
    save_profile(store, said, now=NOW)
    return slug


def screens(open_page, home, slug):
    """All that the pages say, and what their fields hold."""
    pages = (
        open_page("plan", home),
        open_page("niche", home, niche=slug),
        open_page("profile", home),
    )
    found = []
    for screen in pages:
        assert not screen.exception
        fields = [(kind, each.label, each.value) for kind in SHOWN for each in screen.app.get(kind)]
        found.append((screen.words, fields, screen.labels()))
    return found


def test_a_backup_brings_the_same_screens_back(open_page, home, place, slug, tmp_path):
    before = screens(open_page, home, slug)
    assert "I go on." in [value for _, _, value in before[0][1]]
    assert "Much" in [value for _, _, value in before[0][1]]
    file = back_up(place.user, tmp_path / "kept.sqlite", today=NOW.date())
    place.user.unlink()
    restore(place.user, file)
    assert screens(open_page, home, slug) == before


def test_an_exported_plan_brings_the_same_screens_back(open_page, home, place, slug):
    """But for the ledger of flags on the niche's page, which belongs to no plan."""
    plan, niche, profile = screens(open_page, home, slug)
    file = plans_json(place.user, [read_plan(place.user, slug).plan_id])
    said = read_profile(place.user)
    place.user.unlink()
    import_plans(place.user, file, name="f")
    save_profile(place.user, said, now=NOW)
    again = screens(open_page, home, slug)
    assert (again[0], again[2]) == (plan, profile)
    assert again[1][1:] == niche[1:]
