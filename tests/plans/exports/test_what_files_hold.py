"""Which part of what a person wrote is in which kind of file, as ``docs/plan-format.md`` says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from explorer.plans.belongings import Belongings
from explorer.plans.contacts import Contact, note_contact
from explorer.plans.exports.formats import FORMATS, export_plans
from explorer.plans.exports.kept import read_kept
from explorer.plans.exports.portfolio import portfolio_page
from explorer.plans.niches import add_to_note
from explorer.plans.outcomes import Outcome, save_outcome
from explorer.plans.plan_log import change_state, log_minutes
from explorer.plans.plan_store import update_plan, update_rung
from explorer.plans.records import RungPaper
from explorer.plans.scenarios import save_responses

DOCUMENT = Path(__file__).parents[3] / "docs" / "plan-format.md"
WORDS = {
    "title of the plan": ["MARKplan"],
    "niche: name": ["Mud"],
    "niche: note and decision": ["MARKnote"],
    "rung: title": ["MARKtitle"],
    "rung: problem, milestones": ["MARKproblem", "MARKmilestones"],
    "rung: approaches, feasibility and value, budget": [
        "MARKapproaches",
        "MARKfeasibility",
        "MARKbudget",
    ],
    "rung: done when": ["MARKdonewhen"],
    "papers: ids": ["2301.10001"],
    "papers: why": ["MARKwhy"],
    "outcome: learned, shared, links": ["MARKlearned", "MARKshared", "MARKlinks"],
    "scenarios: chance and answer": ["23 %|0.23", "MARKresponse"],
    "talks": ["MARKname", "MARKsaid", "MARKnext", "MARKwhole"],
    "log: notes": ["MARKlogged"],
}
"""What each row of the table in the document stands for, by words planted there."""
CHANCES = {"booms": 0.23, "crowded": 0.07, "steady": 0.4, "stalls": 0.3}


@pytest.fixture
def everything(store, now, keeping, rung):
    """A plan with a word of its own in every part of it."""
    shown = {f"chance_{name}": chance for name, chance in CHANCES.items()}
    plan = keeping([rung(), rung(kind="personal")], shown=shown).plan
    first = replace(
        plan.rungs[0],
        title="MARKtitle",
        problem="MARKproblem",
        approaches="MARKapproaches",
        feasibility_and_value="MARKfeasibility",
        milestones="MARKmilestones",
        budget="MARKbudget",
        done_when="MARKdonewhen",
        papers=(RungPaper(arxiv_id="2301.10001", title="Surge filters", why="MARKwhy"),),
    )
    rung_id = update_rung(store, first, version=1, now=now).rung_id
    update_plan(store, plan.plan_id, title="MARKplan", hours_per_week=5, now=now)
    add_to_note(store, plan.niche_id, "MARKnote")
    for state in ("started", "done"):
        change_state(store, plan.plan_id, rung_id, state, now=now)
    left = Outcome(learned="MARKlearned", shared="MARKshared", links="MARKlinks")
    save_outcome(store, rung_id, left, was=Outcome())
    save_responses(store, plan.plan_id, {"booms": "MARKresponse"}, was={})
    talk = Contact(name="MARKname", day=now.date(), said="MARKsaid", next_step="MARKnext")
    note_contact(store, plan.plan_id, replace(talk, rung_id=rung_id), now=now)
    note_contact(store, plan.plan_id, Contact(name="MARKwhole", day=now.date()), now=now)
    log_minutes(store, plan.plan_id, rung_id=rung_id, note="MARKlogged", now=now)
    return read_kept(store, plan.plan_id)


def promised():
    """Read the table of the document: of each part, the formats that hold it."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("| part |"))
    names = [cell.strip(" `") for cell in lines[start].strip("|").split("|")][1:]
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        part, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[part] = {name for name, cell in zip(names, cells, strict=True) if cell == "yes"}
    assert set(names) == set(FORMATS)
    return rows


def test_the_document_says_which_file_holds_what(store, everything):
    texts = {
        how: export_plans(store, [everything], how, papers=store.with_name("none")).decode()
        for how in FORMATS
    }
    unfolded = {how: text.replace("\r\n ", "") for how, text in texts.items()}
    found = {
        part: {how for how, text in unfolded.items() if all(re.search(w, text) for w in words)}
        for part, words in WORDS.items()
    }
    partly = {
        part: {how for how, text in unfolded.items() if any(re.search(w, text) for w in words)}
        for part, words in WORDS.items()
    }
    assert found == partly
    assert found == promised()


def test_for_others_there_are_no_talks_nor_notes_nor_answers(store, everything):
    page = portfolio_page(store, [everything]).decode()
    private = ("note", "name", "said", "next", "whole", "logged", "response", "budget", "problem")
    assert [word for word in private if f"MARK{word}" in page] == []
    assert "MARKlearned" in page


def test_a_page_with_talks_says_that_it_is_ones_own(store, everything):
    def html(kept):
        return export_plans(store, [kept], "html", papers=store.with_name("none")).decode()

    assert "This page is your own" in html(everything)
    assert "This page is your own" not in html(replace(everything, belongings=Belongings()))
