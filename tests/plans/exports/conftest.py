"""A store with two plans: one plain, one with everything in it that could go wrong."""

from dataclasses import replace
from datetime import date

import pytest

from explorer.plans.exports.kept import list_kept, read_kept
from explorer.plans.niches import save_niche
from explorer.plans.plan_store import update_plan, update_rung
from explorer.plans.records import RungPaper

HOSTILE = (
    "=cmd|' /C calc'!A0; @all <script>alert(1)</script> </style> \"quoted\" 'single' & $x^2$ "
    "\\input{x} {open %#_~ [a](javascript:b) Łódź é 🦀 \u202eevil\u202c &lt;"
)


@pytest.fixture
def hostile():
    return HOSTILE


def keep(store, rungs, *, now, name, kind="real", shown=()):
    slug = name.lower().replace(" ", "-")
    row = {"niche_id": slug, "slug": slug, "name": name, "terms": ["soft limbs"], **dict(shown)}
    return save_niche(
        store,
        row,
        paper_ids=["2301.10001", "hep-th/9901001"],
        run_id="2026-11-22-a",
        as_of=date(2024, 12, 31),
        rungs=rungs,
        hours_per_week=5.0,
        now=now,
        kind=kind,
        query="soft AND limbs",
        note="Near the sea.\n- one\n- two",
    )


@pytest.fixture
def keeping(store, now):
    def kept(rungs, name="Mud", **more):
        plan = keep(store, rungs, now=now, name=name, **more)
        return read_kept(store, plan.plan_id)

    return kept


@pytest.fixture
def plain(keeping, rung):
    """Two rungs, the first of them done, on three papers."""
    old = RungPaper(arxiv_id="hep-th/9901001", title="Strings", why="")
    twice = RungPaper(arxiv_id="2301.10001", title="Cited again", why="")
    first = rung(state="done")
    second = rung(kind="personal", title="Own pool", hours=42.5, papers=(old, twice))
    return keeping([first, second], shown={"growth": 1.31, "papers": 7, "novel": None})


@pytest.fixture
def nasty(store, now, keeping, rung):
    """A plan with hostile text in every field."""
    texts = ("title", "problem", "approaches", "feasibility_and_value", "milestones", "budget")
    paper = RungPaper(arxiv_id="2301.10002", title=HOSTILE, why=HOSTILE)
    fields = dict.fromkeys([*texts, "done_when"], f"{HOSTILE}\n/close\n@root\n\n=1+1\n- {HOSTILE}")
    plan = keeping([rung(papers=(paper,))], name="Nasty").plan
    update_rung(store, replace(plan.rungs[0], **fields), version=1, now=now)
    update_plan(store, plan.plan_id, title=HOSTILE, hours_per_week=0.25, now=now)
    return read_kept(store, plan.plan_id)


@pytest.fixture
def both(store, plain, nasty):
    kept = list_kept(store)
    assert kept == (plain, nasty)
    return kept
