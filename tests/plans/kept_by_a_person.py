"""Random sequences of all that a person does: whatever happens, the store holds what they wrote.

A process that is killed is played by what it leaves on the disk: before one of its statements, the
store and its journal are copied as they are, the process goes no further, and the copies take the
place of the originals. Two writers at once are two threads.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from threading import Event, Thread, current_thread

import kept_steps as steps
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event
from what_was_written import PlanThen, Written, stored

from explorer.errors import ExplorerError, PlanKeptError
from explorer.plans import user_store
from explorer.plans.backup import back_up, restore
from explorer.plans.exports.importing import import_plans
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.plan_store import list_plans, read_plan
from explorer.plans.profile_store import read_profile
from explorer.plans.scenarios import SCENARIOS

MEMORY = Path("/dev/shm")  # noqa: S108
"""Where Linux keeps files without a disk, which would be waited for at every step."""
START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = st.sampled_from(["mud", "kelp", "swell"])
TEXTS = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(
    ["", " ", "a", "\0", "\ud800"]
)
STATES = st.sampled_from(["started", "paused", "done", "planned"])
DAYS = st.sampled_from([date(2026, 1, 1), date(2025, 12, 24), date(2025, 6, 1)])


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


@contextmanager
def held_while_writing(store: Path, writer: Thread):
    """Hold a writer once it has begun to write; give what tells so, and what lets it go on."""
    engine = user_store._engine(user_store.url_of(store))
    inside, go_on, begun = Event(), Event(), count(1)
    transactions = [0]

    def step(_connection, _cursor, statement, *_):
        if current_thread() is not writer:
            return
        if statement == "BEGIN IMMEDIATE":
            transactions[0] = next(begun)
        elif transactions[0] == 2 and not inside.is_set():  # the first looks at the version
            inside.set()
            go_on.wait(10)

    event.listen(engine, "before_cursor_execute", step)
    try:
        yield inside, go_on
    finally:
        event.remove(engine, "before_cursor_execute", step)


class KeptByAPerson(RuleBasedStateMachine):
    """Niches, plans and all that belongs to them, and the profile: by windows, files and kills."""

    def __init__(self):
        super().__init__()
        self.folder = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.store = self.folder / "user.sqlite"
        self.now, self.marks, self.then = START, count(1), Written()
        self.windows, self.backups, self.files = [], [], []
        self.born = {}
        """Of plans, by their number: no number is given twice."""

    def teardown(self):
        shutil.rmtree(self.folder)

    def later(self):
        self.now += timedelta(minutes=1)
        return self.now

    def a_step(self, data):
        """Draw something that a person does."""
        kinds = ["save", "remove", "note", "forget", "import"]
        kinds += ["edit", "leave", "answer", "tell", "rename", "turn", "log", "talk"] * 3
        kind = data.draw(st.sampled_from(kinds if self.windows else kinds[:5]))
        draw = data.draw
        if kind == "save":
            return steps.saving(
                self.store, draw(NAMES), draw(TEXTS), next(self.marks), self.later()
            )
        if kind == "remove":
            return steps.removing(self.store, draw(NAMES))
        if kind == "note":
            return steps.noting(self.store, draw(NAMES), draw(TEXTS))
        if kind == "forget":
            return steps.forgetting(self.store)
        if kind == "import":
            return self.an_import(draw)
        return self.in_a_window(kind, draw)

    def in_a_window(self, kind, draw):
        window, now = draw(st.sampled_from(self.windows)), self.later()
        three = st.tuples(TEXTS, TEXTS, TEXTS)
        if kind == "edit":
            return steps.editing(self.store, window, draw(TEXTS), now)
        if kind == "leave":
            return steps.leaving(self.store, window, draw(three))
        if kind == "answer":
            answers = st.dictionaries(st.sampled_from(SCENARIOS), TEXTS, min_size=1)
            return steps.answering(self.store, window, draw(answers))
        if kind == "tell":
            hours = draw(st.sampled_from([None, 1.0, 5.5]))
            return steps.telling(self.store, window, draw(TEXTS), hours, now)
        if kind == "rename":
            return steps.renaming(self.store, window, draw(TEXTS), now)
        mark = next(self.marks)
        if kind == "turn":
            return steps.turning(self.store, window, draw(STATES), now, mark)
        if kind == "log":
            minutes = draw(st.integers(1, 1440))
            return steps.logging(self.store, window, minutes, draw(DAYS), draw(TEXTS), now, mark)
        return steps.talking(self.store, window, draw(three), draw(DAYS), now, mark)

    def an_import(self, draw):
        """Take plans from a file of before: all of them, or none."""
        if not self.files:
            return steps.forgetting(self.store)
        file, held = draw(st.sampled_from(self.files))
        instead = draw(st.booleans())
        born = {name: next(self.marks) for name in held}

        def expect(then):
            plans = dict(then.plans)
            for name, plan in held.items():
                here = then.plans.get(name)
                if here is not None and here.words != plan.words and not instead:
                    return then, PlanKeptError
                if here is None or here.words != plan.words:
                    rungs = tuple(replace(rung, version=1) for rung in plan.rungs)
                    plans[name] = replace(plan, born=born[name], rungs=rungs)
            return replace(then, plans=plans), None

        return steps.Step(
            do=lambda: import_plans(self.store, file, name="f", replace=instead), expect=expect
        )

    def perform(self, step):
        """Do it, and return the error that the person was told, if any."""
        try:
            result = step.do()
        except ExplorerError as error:
            return type(error)
        step.seen(result)
        return None

    @initialize(text=TEXTS)
    def begin(self, text):
        step = steps.saving(self.store, "mud", text, next(self.marks), self.later())
        self.perform(step)
        self.then, _ = step.expect(self.then)
        self.look()

    @rule(data=st.data())
    def do_something(self, data):
        step = self.a_step(data)
        self.then, told = step.expect(self.then)
        assert self.perform(step) == told

    @precondition(lambda self: self.then.plans)
    @rule(data=st.data(), place=st.integers(0, 1))
    def open_a_window(self, data, place):
        name = data.draw(st.sampled_from(sorted(self.then.plans)))
        born = self.then.plans[name].born
        self.windows = [*self.windows[-3:], steps.open_window(self.store, name, born, place)]

    @precondition(lambda self: self.windows)
    @rule(data=st.data(), last=st.sampled_from(["log", "talks"]))
    def take_the_last_back(self, data, last):
        window = data.draw(st.sampled_from(self.windows))
        plan = self.then.plans.get(window.name)
        if plan is not None and plan.born == window.born and getattr(plan, last):
            step = steps.taking_back(self.store, window, plan, last)
            self.then, _ = step.expect(self.then)
            assert self.perform(step) is None

    @rule(data=st.data())
    def two_writers_at_once(self, data):
        """The second comes while the first is in the middle of writing, and waits for it."""
        first, second, told = self.a_step(data), self.a_step(data), {}
        then, said = first.expect(self.then)
        self.then, said_next = second.expect(then)

        def write(name, step):
            told[name] = self.perform(step)

        one = Thread(target=write, args=("first", first))
        two = Thread(target=write, args=("second", second))
        with held_while_writing(self.store, one) as (inside, go_on):
            one.start()
            while one.is_alive() and not inside.wait(0.001):
                pass
            two.start()
            two.join(0.003)
            go_on.set()
            one.join()
            two.join()
        assert told == {"first": said, "second": said_next}

    def which(self, possible):
        """Return which of some states the store is in; it must be one of them."""
        for then in possible:
            if self.is_stored(then):
                return then
        raise AssertionError(f"stored is none of {possible}")

    @rule(data=st.data(), statement=st.integers(1, 14))
    def be_killed_on_the_way(self, data, statement):
        """What was not acknowledged is there whole, or not at all."""
        step = self.a_step(data)
        after, told = step.expect(self.then)
        with killed_before(self.store, statement) as died:
            assert self.perform(step) == told
        self.then = self.which([self.then, after]) if died else after
        self.sweep()

    @rule()
    def make_a_backup(self):
        target = self.folder / f"backup-{next(self.marks)}.sqlite"
        file = back_up(self.store, target, today=START.date())
        self.backups = [*self.backups[-2:], (file, self.then)]

    @precondition(lambda self: self.backups)
    @rule(data=st.data(), statement=st.none() | st.integers(1, 60))
    def restore_a_backup(self, data, statement):
        file, then = data.draw(st.sampled_from(self.backups))
        after = replace(
            then, plans={name: self.versioned(each) for name, each in then.plans.items()}
        )
        with killed_before(self.store, statement) as died:
            restore(self.store, file)
        self.then = self.which([self.then, after]) if died else after
        self.sweep()

    def versioned(self, plan: PlanThen) -> PlanThen:
        """Give rungs that differ from what is here a version above both: windows are told."""
        here = {each.born: each for each in self.then.plans.values()}.get(plan.born)
        if here is None:
            return plan
        rungs = []
        for rung, now in zip(plan.rungs, here.rungs, strict=True):
            version = max(rung.version, now.version)
            same = (rung.text, rung.state) == (now.text, now.state)
            rungs.append(replace(rung, version=version if same else version + 1))
        return replace(plan, rungs=tuple(rungs))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def lose_the_disk(self, data):
        """Only a backup is left; windows are gone, and numbers begin again with those it holds."""
        file, then = data.draw(st.sampled_from(self.backups))
        self.store.unlink()
        assert restore(self.store, file) is None
        self.then, self.windows, self.born = then, [], {}
        self.backups = [(file, then)]

    @rule()
    def export_all(self):
        numbers = [plan.plan_id for plan in list_plans(self.store)]
        if numbers:
            self.files = [*self.files[-2:], (plans_json(self.store, numbers), self.then.plans)]

    @rule()
    def look(self):
        """The program reads what is there."""
        plans = {plan.niche_id: plan for plan in list_plans(self.store)}
        assert plans.keys() == self.then.plans.keys()
        for name, plan in plans.items():
            assert read_plan(self.store, plan.plan_id) == plan
            assert plan.title == self.then.plans[name].title
        assert read_profile(self.store) == self.then.profile

    def sweep(self):
        """Throw away what kills and restores leave beside the store."""
        for path in self.folder.iterdir():
            if path != self.store and not path.name.startswith(("backup-", "user.sqlite-")):
                path.unlink()

    def is_stored(self, then):
        """Tell whether the store holds this, and nothing else."""
        plans, profile, _ = stored(self.store, then)
        return plans == then.plans and profile == then.said_of_oneself

    @invariant()
    def what_was_written_is_there_whole_and_nothing_else(self):
        if not self.store.exists():
            return
        plans, profile, born = stored(self.store, self.then)
        assert plans == self.then.plans
        assert profile == self.then.said_of_oneself
        assert all(self.born.setdefault(number, each) == each for number, each in born.items())
        for path in self.folder.glob("user.before-*"):
            path.unlink()
        others = {path.name for path in self.folder.iterdir() if "backup-" not in path.name}
        assert others <= {"user.sqlite", "user.sqlite-journal"}
