from datetime import date

from explorer.plans.digest import Digest
from explorer.plans.drift import LINE, Nearest, PlanCheck, RungCheck
from explorer.plans.records import Rung
from explorer.presentation.digest import sections
from explorer.presentation.drift import scenario_line

TITLES = {"2411.00001": "Near *it*", "2411.00002": "Far"}


def check(**changes):
    parts = dict.fromkeys(
        ("problem", "approaches", "feasibility_and_value", "milestones", "budget"), ""
    )
    rung = Rung(kind="learning", title="Repeat it", done_when="It runs.", hours=5.0, **parts)
    near = (
        Nearest(paper_id="2411.00001", likeness=0.61, above=LINE),
        Nearest(paper_id="2411.00002", likeness=0.2, above=LINE - 0.1),
    )
    facts = {
        "plan_id": 3,
        "title": "Plan: <mud>",
        "since": date(2024, 9, 30),
        "as_of": date(2024, 12, 31),
        "new_papers": 2,
        "changes": ("crowded",),
        "rungs": (RungCheck(rung=rung, nearest=near),),
    }
    return PlanCheck(**{**facts, **changes})


def lines(*checks):
    digest = Digest(
        since=date(2024, 9, 30),
        as_of=date(2024, 12, 31),
        joined=2,
        papers=9,
        anew="",
        saved=(),
        moved={"rose": (), "cooled": (), "up": (), "down": ()},
        opened=(),
        closed=(),
        events=(),
        holes=(),
        invented=False,
        plans=checks,
    )
    (found,) = [
        each
        for each in sections(digest, TITLES, escape=lambda text: text.replace("<", "("))
        if each.heading == "Your plans"
    ]
    return found.lines


def test_a_digest_says_of_each_plan_what_its_niche_did_and_who_may_have_done_a_rung():
    moved = {
        "chances_then": {"booms": 0.2, "stalls": 0.8},
        "chances_now": {"booms": 0.4, "stalls": 0.6},
    }
    title, crowded, scenario, alert = lines(check(**moved))
    assert title == "**Plan: (mud>** (plan 3): 2 new papers"
    assert crowded.startswith("  It got crowded")
    assert scenario == (
        "  “Booms” became likelier: 20 % as of 30 September 2024, 40 % now; look at what you would "
        "then do."
    )
    assert (
        "somebody may have done this. “Near *it*” (arXiv:2411.00001, likeness 0.61 of 1)" in alert
    )
    assert "Far" not in alert


def test_a_plan_that_nothing_touches_is_one_quiet_line():
    (line,) = lines(check(changes=(), rungs=()))
    assert line.endswith(
        "2 new papers; none of them is like a rung, and the niche goes on as it did"
    )


def test_a_scenario_that_hardly_moved_is_not_told():
    near = check(
        chances_then={"booms": 0.2, "stalls": 0.8}, chances_now={"booms": 0.25, "stalls": 0.75}
    )
    assert scenario_line(near) == scenario_line(check()) == ""
