from dataclasses import replace

import pytest

from explorer.plans.drafting.responses import INNER, draft_responses
from explorer.plans.niches import read_niche, save_niche
from explorer.plans.scenarios import SCENARIOS


@pytest.fixture
def kept(store, niche, rung, now, as_of):
    plan = save_niche(
        store,
        niche.row,
        paper_ids=[],
        run_id="r1",
        as_of=as_of,
        rungs=[rung(title="Reproduce “mud”"), rung(title="Join mud with kelp")],
        hours_per_week=5.0,
        now=now,
    )
    return plan, read_niche(store, plan.niche_id)


def test_each_scenario_has_a_line_of_its_own_in_the_plans_own_terms(kept):
    plan, niche = kept
    lines = draft_responses(plan, niche, near=["kelp farms"])
    assert list(lines) == list(SCENARIOS)
    assert len(set(lines.values())) == len(lines)
    assert all("mud".join(INNER) in lines[name] for name in ("booms", "steady", "stalls"))
    assert "Join mud with kelp" in lines["crowded"]
    assert "kelp farms" in lines["stalls"]
    assert niche.terms[1] in lines["crowded"]


def test_a_plan_that_is_finished_needs_none(kept):
    plan, niche = kept
    done = replace(plan, rungs=tuple(replace(rung, state="done") for rung in plan.rungs))
    assert draft_responses(done, niche) == {}
