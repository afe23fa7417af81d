from datetime import date

import pytest

from explorer.plans.exports.kept import read_kept
from explorer.plans.exports.portfolio import portfolio_page
from explorer.plans.niches import save_niche
from explorer.plans.outcomes import Outcome, save_outcome
from explorer.plans.plan_log import change_state, log_minutes

NASTY = '<script>alert(1)</script> & "x" $y$'


@pytest.fixture
def plan(store, niche, rung, now, as_of):
    return save_niche(
        store,
        niche.row,
        paper_ids=[],
        run_id="r1",
        as_of=as_of,
        rungs=[rung(title=NASTY), rung(title="Not yet")],
        hours_per_week=5.0,
        now=now,
    )


def page(store, plan):
    return portfolio_page(store, [read_kept(store, plan.plan_id)]).decode()


def test_nothing_finished_is_said(store, plan):
    assert "Nothing is finished yet." in page(store, plan)
    assert "Not yet" not in page(store, plan)


def test_what_is_finished_stands_with_what_it_left_and_nothing_else_does(store, plan, now):
    rung_id = plan.rungs[0].rung_id
    for state in ("started", "done"):
        change_state(store, plan.plan_id, rung_id, state, now=now)
    log_minutes(store, plan.plan_id, rung_id=rung_id, minutes=90, now=now)
    left = Outcome(
        learned=f"Much.\n\n- {NASTY}", shared="A talk", links="Code https://e.org/a?b=1&c"
    )
    save_outcome(store, rung_id, left, was=Outcome())
    html = page(store, plan)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="https://e.org/a?b=1&amp;c"' in html
    assert "1.5 hours noted" in html
    assert f"{now.date()} to {now.date()}" in html
    assert "What I shared" in html
    assert "Not yet" not in html
    assert "default-src 'none'" in html
    assert html.count("<h3") == 1


def test_parts_that_are_empty_have_no_heading(store, plan, now):
    for state in ("started", "done"):
        change_state(store, plan.plan_id, plan.rungs[0].rung_id, state, now=now)
    assert "What I learned" not in page(store, plan)
    assert date.fromisoformat("2026-11-22") == now.date()
