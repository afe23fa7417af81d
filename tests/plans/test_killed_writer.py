"""A process that dies while it writes: what was acknowledged is there, whole."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from explorer.plans.niches import save_niche
from explorer.plans.plan_store import read_plan, update_rung


@pytest.fixture
def plan(store, rung, now):
    row = {"niche_id": "n1", "slug": "mud", "name": "Mud", "terms": []}
    return save_niche(
        store,
        row,
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=[rung(), rung(title="Next", kind="personal")],
        hours_per_week=5.0,
        now=now,
    )


EDITOR = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from explorer.plans.plan_store import read_plan, update_rung
store, now = sys.argv[1], datetime(2026, 1, 1, tzinfo=UTC)
for number in range(1, 100_000):
    for rung in read_plan(store, 1).rungs:
        text = str(number) * 300
        papers = (replace(rung.papers[0], why=text),)
        edited = replace(rung, problem=text, budget=text, papers=papers)
        update_rung(store, edited, version=rung.version, now=now)
        print(rung.position, number, flush=True)
"""


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("lines", [3, 14, 31])
def test_a_killed_writer_leaves_every_acknowledged_edit_whole(store, lines):
    command = [sys.executable, "-c", EDITOR, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as editor:
        acknowledged = [editor.stdout.readline().split() for _ in range(lines)]
        editor.send_signal(signal.SIGKILL)
        acknowledged += [line.split() for line in editor.stdout]
    newest = {int(position): int(number) for position, number in acknowledged if number}
    for rung in read_plan(store, 1).rungs:
        assert rung.problem == rung.budget == rung.papers[0].why
        number = newest.get(rung.position, 0)
        assert rung.problem in {str(n) * 300 for n in (number, number + 1)} or not number


KILLED_INSIDE = """
import os, signal, sys
from dataclasses import replace
from datetime import UTC, datetime
from explorer.plans import plan_store
store = sys.argv[1]
rung = plan_store.read_plan(store, 1).rungs[0]
plan_store._insert_papers = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
edited = replace(rung, title="Half", papers=(replace(rung.papers[0], why="Half"),))
plan_store.update_rung(store, edited, version=1, now=datetime(2026, 1, 1, tzinfo=UTC))
"""


def test_an_edit_killed_half_way_never_happened(store, plan, now):
    done = subprocess.run([sys.executable, "-c", KILLED_INSIDE, str(store)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_plan(store, 1) == plan
    update_rung(store, replace(plan.rungs[0], title="After"), version=1, now=now)
