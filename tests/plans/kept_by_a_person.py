"""What a person keeps, as a model: whatever is done, the store holds this and nothing else.

A process that is killed is played by what it leaves on the disk: before one of its statements, the
store and its journal are copied as they are, the process goes no further, and the copies take the
place of the originals.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import event

from explorer.errors import EditConflictError, PlanKeptError, PlanNotFoundError
from explorer.plans import user_store
from explorer.plans.backup import back_up, restore
from explorer.plans.exports.importing import import_plans
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.niches import list_niches, remove_niche, save_niche
from explorer.plans.plan_store import list_plans, update_plan, update_rung
from explorer.plans.records import Rung, RungPaper

MEMORY = Path("/dev/shm")  # noqa: S108
"""Where Linux keeps files without a disk, which would be waited for at every step."""
START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = st.sampled_from(["mud", "kelp", "swell", "anemone"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


class Killed(BaseException):
    """The process is no more."""


@contextmanager
def killed_before(store: Path, statement: int):
    """Let a process die before its nth statement or commit; say whether it came to that."""
    engine = user_store._engine(user_store.url_of(store))
    left, count, died = store.with_name("left"), [0], []

    def step(*_):
        count[0] += 1
        if count[0] == statement:
            left.mkdir()
            for path in store.parent.glob(f"{store.name}*"):
                shutil.copy(path, left / path.name)
            raise Killed

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
    try:
        yield died
    except Killed:
        died.append(True)
        for path in store.parent.glob(f"{store.name}*"):
            path.unlink()
        for path in left.iterdir():
            path.rename(store.with_name(path.name))
        left.rmdir()
    finally:
        event.remove(engine, "before_cursor_execute", step)
        event.remove(engine, "commit", step)


def whole_rung(title, text):
    return Rung(
        kind="learning",
        title=title,
        problem=text,
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget=text,
        done_when="It runs.",
        hours=10.0,
        papers=(RungPaper(arxiv_id="2301.10001", title=text, why=text),),
    )


class KeptByAPerson(RuleBasedStateMachine):
    """Niches, plans and rungs, edited by several windows, backed up, restored, exported, killed."""

    windows = Bundle("windows")
    backups = Bundle("backups")
    files = Bundle("files")

    def __init__(self):
        super().__init__()
        self.folder = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.store = self.folder / "user.sqlite"
        self.now, self.made, self.model = START, 0, {}
        """By name of the niche: its title and, for each rung, title and text."""

    def teardown(self):
        shutil.rmtree(self.folder)

    def later(self):
        self.now += timedelta(minutes=1)
        return self.now

    def plan(self, name):
        return next(plan for plan in list_plans(self.store) if plan.niche_id == name)

    def content(self):
        niches = {niche.niche_id for niche in list_niches(self.store)}
        plans = {
            plan.niche_id: (plan.title, [(rung.title, rung.problem) for rung in plan.rungs])
            for plan in list_plans(self.store)
        }
        assert niches == plans.keys()
        return plans

    def save(self, name, text):
        row = {"niche_id": name, "slug": name, "name": name, "terms": []}
        save_niche(
            self.store,
            row,
            paper_ids=[],
            run_id="r1",
            as_of=date(2024, 12, 31),
            rungs=[whole_rung("one", text), whole_rung("two", text)],
            hours_per_week=5.0,
            now=self.later(),
        )

    @initialize(text=TEXTS)
    def begin(self, text):
        self.save_a_niche("mud", text)

    @rule(name=NAMES, text=TEXTS)
    def save_a_niche(self, name, text):
        self.save(name, text)
        self.model.setdefault(name, (f"Plan: {name}", [("one", text), ("two", text)]))

    @rule(name=NAMES)
    def remove_a_niche(self, name):
        if name in self.model:
            remove_niche(self.store, name)
            del self.model[name]

    @precondition(lambda self: self.model)
    @rule(target=windows, data=st.data(), place=st.integers(0, 1))
    def open_a_window(self, data, place):
        name = data.draw(st.sampled_from(sorted(self.model)))
        return name, place, self.plan(name).rungs[place]

    @rule(window=windows, text=TEXTS)
    def save_in_a_window(self, window, text):
        """Of two windows, the second is told, and what the first wrote stays."""
        name, place, opened = window
        edited = replace(opened, problem=text, budget=text)
        stored = self.plan(name).rungs[place] if name in self.model else None
        if stored is None or stored.rung_id != opened.rung_id:
            with pytest.raises(PlanNotFoundError):
                update_rung(self.store, edited, version=opened.version, now=self.later())
        elif replace(edited, version=stored.version) == stored:
            update_rung(self.store, edited, version=opened.version, now=self.later())
        elif stored.version != opened.version:
            with pytest.raises(EditConflictError):
                update_rung(self.store, edited, version=opened.version, now=self.later())
        else:
            assert stored == opened
            update_rung(self.store, edited, version=opened.version, now=self.later())
            self.wrote(name, place, text)

    def wrote(self, name, place, text):
        title, rungs = self.model[name]
        rungs = [(each[0], text) if at == place else each for at, each in enumerate(rungs)]
        self.model[name] = (title, rungs)

    @precondition(lambda self: self.model)
    @rule(data=st.data(), title=TEXTS)
    def rename(self, data, title):
        name = data.draw(st.sampled_from(sorted(self.model)))
        number = self.plan(name).plan_id
        update_plan(self.store, number, title=title, hours_per_week=2.0, now=self.later())
        self.model[name] = (title, self.model[name][1])

    @rule(target=backups)
    def make_a_backup(self):
        self.made += 1
        target = self.folder / f"backup-{self.made}.sqlite"
        return back_up(self.store, target, today=START.date()), dict(self.model)

    @rule(backup=backups)
    def restore_a_backup(self, backup):
        file, then = backup
        kept, before = restore(self.store, file), self.content()
        assert before == then
        self.model = dict(then)
        kept.unlink()

    @rule(backup=consumes(backups))
    def lose_the_store(self, backup):
        """The disk is new; only the backup is left. Numbers begin again with those it holds."""
        file, then = backup
        kept = restore(self.store, file)
        kept.unlink()
        self.model = dict(then)

    @rule(target=files)
    def export_all(self):
        numbers = [plan.plan_id for plan in list_plans(self.store)]
        return plans_json(self.store, numbers), dict(self.model)

    @rule(exported=files, replace_others=st.booleans())
    def import_all(self, exported, replace_others):
        file, then = exported
        if not then:
            return
        differ = [name for name in then if name in self.model and self.model[name] != then[name]]
        try:
            done = import_plans(self.store, file, name="f", replace=replace_others)
        except PlanKeptError:
            # Plans can also differ in when they were changed, which the model does not know.
            assert not replace_others
            assert set(then) & set(self.model)
            return
        assert replace_others or not differ
        if done.kept:
            done.kept.unlink()
        self.model |= then

    @rule(name=NAMES, text=TEXTS, statement=st.integers(1, 12))
    def be_killed_while_saving(self, name, text, statement):
        with killed_before(self.store, statement) as died:
            self.save(name, text)
        if not died:
            self.model.setdefault(name, (f"Plan: {name}", [("one", text), ("two", text)]))

    @rule(window=windows, text=TEXTS, statement=st.integers(1, 10))
    def be_killed_while_editing(self, window, text, statement):
        name, place, opened = window
        before = self.content()
        edited = replace(opened, problem=text, budget=text)
        try:
            with killed_before(self.store, statement) as died:
                update_rung(self.store, edited, version=opened.version, now=self.later())
                self.wrote(name, place, text)
        except (EditConflictError, PlanNotFoundError):
            died = [True]
        if died:
            assert self.content() == before

    @rule(backup=backups, statement=st.integers(1, 40))
    def be_killed_while_restoring(self, backup, statement):
        file, then = backup
        with killed_before(self.store, statement) as died:
            restore(self.store, file)
        if not died:
            self.model = dict(then)
        for path in self.folder.glob("user.before-restore*"):
            path.unlink()

    @invariant()
    def what_was_saved_is_there_whole_and_nothing_else(self):
        if self.store.exists():
            assert self.content() == self.model
            names = {path.name for path in self.folder.iterdir()}
            others = {name for name in names if not name.startswith("backup-")}
            assert others <= {"user.sqlite", "user.sqlite-journal"}
