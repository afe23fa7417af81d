import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from explorer.errors import (
    BackupTargetError,
    BackupUnusableError,
    EditConflictError,
    NothingSavedError,
    StoreDamagedError,
    StoreUnwritableError,
)
from explorer.plans import schema
from explorer.plans.backup import back_up, backup_bytes, restore
from explorer.plans.contacts import Contact, note_contact, read_contacts, remove_contact
from explorer.plans.niches import list_niches, remove_niche, save_niche
from explorer.plans.outcomes import Outcome, read_outcomes, save_outcome
from explorer.plans.plan_store import list_plans, read_plan, update_rung
from explorer.plans.scenarios import read_responses, save_responses
from explorer.plans.user_store import writing

TODAY = date(2026, 11, 24)
FIRST = (Path(__file__).parent / "user_store_v1.sql").read_text(encoding="utf-8")


def keep(store, rungs, *, now, niche_id="n1"):
    row = {"niche_id": niche_id, "slug": niche_id, "name": f"Niche {niche_id}", "terms": []}
    return save_niche(
        store,
        row,
        paper_ids=["2301.10001"],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=rungs,
        hours_per_week=5.0,
        now=now,
    )


def content(store):
    return list_niches(store), list_plans(store)


def dump_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


LONG_NAME = (
    "INSERT INTO wishes VALUES ('n1', '', hex(zeroblob(99)), 0, '', '', 'real', '2024-11-30')"
)


def change(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.fixture
def plan(store, rung, now):
    return keep(store, [rung(), rung(title="Next", kind="personal", hours=40)], now=now)


@pytest.fixture
def backup(store, plan):
    assert plan.rungs
    return back_up(store, store.with_name("kept.sqlite"), today=TODAY)


def test_a_backup_holds_all_that_was_written(store, backup):
    assert dump_of(backup) == dump_of(store)
    assert backup_bytes(store, today=TODAY) == backup.read_bytes()
    assert sorted(path.name for path in store.parent.iterdir()) == ["kept.sqlite", "user.sqlite"]


def test_what_belongs_to_a_plan_comes_back(store, plan, now):
    rung_id = plan.rungs[0].rung_id
    note_contact(store, plan.plan_id, Contact(name="Ada", day=now.date(), rung_id=rung_id), now=now)
    save_outcome(store, rung_id, Outcome(learned="Much"), was=Outcome())
    save_responses(store, plan.plan_id, {"booms": "Hurry"}, was={})
    file = back_up(store, store.with_name("kept.sqlite"), today=TODAY)
    (contact,) = read_contacts(store, plan.plan_id)
    remove_contact(store, contact.contact_id)
    save_outcome(store, rung_id, Outcome(), was=Outcome(learned="Much"))
    restore(store, file)
    assert read_contacts(store, plan.plan_id) == (contact,)
    assert read_outcomes(store, plan.plan_id) == {rung_id: Outcome(learned="Much")}
    assert read_responses(store, plan.plan_id) == {"booms": "Hurry"}


@pytest.mark.usefixtures("plan")
def test_a_backup_without_a_name_has_the_day_in_it_and_replaces_none(store):
    names = [back_up(store, today=TODAY).name for _ in range(3)]
    assert names == [f"user.2026-11-24.backup{number}.sqlite" for number in ("", "-2", "-3")]


@pytest.mark.usefixtures("backup")
def test_an_older_backup_under_the_same_name_is_replaced(store, backup, plan, now):
    update_rung(store, replace(plan.rungs[0], title="Later"), version=1, now=now)
    assert back_up(store, backup, today=TODAY) == backup
    assert dump_of(backup) == dump_of(store)


def test_a_backup_replaces_nothing_else_and_never_the_store_itself(store, plan, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ada")
    papers = tmp_path / "papers.sqlite"
    change(papers, "CREATE TABLE papers (id TEXT)")
    before = papers.read_bytes()
    for target in (letter, papers, store):
        with pytest.raises(BackupTargetError, match="was left as it"):
            back_up(store, target, today=TODAY)
    assert letter.read_text() == "Dear Ada"
    assert papers.read_bytes() == before
    assert read_plan(store, plan.plan_id) == plan


def test_where_nothing_was_saved_there_is_nothing_to_back_up(store, tmp_path):
    with pytest.raises(NothingSavedError):
        back_up(store, tmp_path / "kept.sqlite", today=TODAY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_in_our_words(store, backup, tmp_path):
    assert backup.exists()
    with pytest.raises(StoreUnwritableError):
        back_up(store, tmp_path / "nowhere" / "kept.sqlite", today=TODAY)


def test_a_wiped_store_comes_back_as_it_was(store, backup):
    before, dump = content(store), dump_of(store)
    store.unlink()
    assert restore(store, backup) is None
    assert content(store) == before
    assert dump_of(store) == dump


def test_what_was_there_is_kept_and_can_be_brought_back_too(store, backup, plan, rung, now):
    then = content(store)
    remove_niche(store, plan.niche_id)
    keep(store, [rung(title="Other")], now=now, niche_id="n2")
    later = content(store)
    kept = restore(store, backup)
    assert kept == store.with_name("user.before-restore.sqlite")
    assert content(store) == then
    assert restore(store, kept) == store.with_name("user.before-restore-2.sqlite")
    assert content(store) == later


def test_numbers_given_after_a_backup_are_not_given_again(store, backup, rung, now):
    later = keep(store, [rung()], now=now, niche_id="n2")
    restore(store, backup)
    newest = keep(store, [rung()], now=now, niche_id="n3")
    assert newest.plan_id > later.plan_id
    assert newest.rungs[0].rung_id > later.rungs[0].rung_id
    store.unlink()
    restore(store, backup)
    with closing(sqlite3.connect(store)) as connection:
        (number,) = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = 'plans'"
        ).fetchone()
    assert number == 1


def test_a_window_opened_before_a_restore_is_told_when_it_saves(store, backup, plan, now):
    opened = update_rung(store, replace(plan.rungs[0], title="Later"), version=1, now=now)
    restore(store, backup)
    with pytest.raises(EditConflictError):
        update_rung(store, replace(opened, title="Stale"), version=opened.version, now=now)
    first, second = read_plan(store, plan.plan_id).rungs
    assert (first.title, first.version) == (plan.rungs[0].title, 3)
    assert second == plan.rungs[1]


def test_papers_alone_make_a_rung_differ(store, backup, plan, now):
    cited = (replace(plan.rungs[0].papers[0], why="Other"),)
    opened = update_rung(store, replace(plan.rungs[0], papers=cited), version=1, now=now)
    restore(store, backup)
    with pytest.raises(EditConflictError):
        update_rung(store, replace(opened, title="Stale"), version=opened.version, now=now)


def test_a_backup_of_an_older_version_is_brought_up_to_date(store, tmp_path, monkeypatch):
    older = tmp_path / "older.sqlite"
    with closing(sqlite3.connect(older)) as connection:
        connection.executescript(FIRST)
    before = older.read_bytes()

    def add_mood(connection):
        connection.exec_driver_sql("ALTER TABLE plans ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")

    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setitem(schema.MIGRATIONS, schema.SCHEMA_VERSION - 1, add_mood)
    restore(store, older)
    assert [niche.name for niche in list_niches(store)] == ["Gezeiten-Roboter 🦀 “soft”"]
    assert older.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["older.sqlite", "user.sqlite"]


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["UPDATE meta SET value = '99' WHERE name = 'version'"], "schema version 99"),
        (["UPDATE meta SET value = 'papers' WHERE name = 'store'"], "does not hold niches"),
        (["DROP TABLE rung_papers"], "rung_papers"),
        (["ALTER TABLE rungs DROP COLUMN budget"], "budget"),
        (["UPDATE rungs SET state = 'lost'"], "its state"),
        (["UPDATE rungs SET hours = 1e9"], "hours"),
        (["UPDATE rungs SET version = 'x'"], None),
        (["UPDATE rungs SET version = 9223372036854775807"], None),
        (["UPDATE plans SET created = 'yesterday'"], "cannot be read"),
        (["UPDATE niches SET definition = '{}'"], "cannot be read"),
        (["UPDATE niches SET definition = '[' "], "cannot be read"),
        (["PRAGMA foreign_keys = OFF", "DELETE FROM niches"], "are missing"),
        ([LONG_NAME], "at most 120 characters"),
    ],
)
def test_a_backup_that_cannot_be_used_changes_nothing(store, backup, plan, now, statements, said):
    update_rung(store, replace(plan.rungs[0], title="Later"), version=1, now=now)
    change(backup, *statements)
    before, bad = dump_of(store), backup.read_bytes()
    with pytest.raises(BackupUnusableError, match=said) as told:
        restore(store, backup, name="my file")
    assert str(told.value).count("my file") == 1
    assert (dump_of(store), backup.read_bytes()) == (before, bad)
    assert sorted(path.name for path in store.parent.iterdir()) == ["kept.sqlite", "user.sqlite"]


@pytest.mark.parametrize("broken", [b"", b"Dear Ada", "cut", "garbled"])
def test_a_file_that_is_no_whole_backup_changes_nothing(store, backup, broken):
    whole = backup.read_bytes()
    middle = len(whole) // 2
    named = {"cut": whole[:middle], "garbled": whole[:4096] + b"\xff" * 4096 + whole[8192:]}
    backup.write_bytes(named.get(broken, broken))
    before = dump_of(store)
    with pytest.raises(BackupUnusableError):
        restore(store, backup)
    assert dump_of(store) == before
    with pytest.raises(BackupUnusableError, match="no such file"):
        restore(store, store.with_name("nowhere.sqlite"))


def test_what_else_a_file_defines_does_not_come_along(store, backup):
    trap = "CREATE TRIGGER trap AFTER INSERT ON rungs BEGIN DELETE FROM niches; END"
    change(backup, trap, "CREATE TABLE more (x)", "CREATE VIEW seen AS SELECT * FROM more")
    before = content(store)
    restore(store, backup)
    assert content(store) == before
    assert not [line for line in dump_of(store) if "trap" in line or "more" in line]


def test_a_damaged_store_is_set_aside_as_it_is(store, backup):
    before = content(store)
    store.write_bytes(b"not a store any more")
    journal = store.with_name("user.sqlite-journal")
    journal.write_bytes(b"old")
    aside = restore(store, backup)
    assert aside == store.with_name("user.damaged.sqlite")
    assert aside.read_bytes() == b"not a store any more"
    assert not journal.exists()
    assert content(store) == before


def test_a_store_of_a_newer_version_is_not_touched(store, backup):
    change(store, "UPDATE meta SET value = '99' WHERE name = 'version'")
    before = dump_of(store)
    with pytest.raises(Exception, match="install a newer version"):
        restore(store, backup)
    assert dump_of(store) == before


RESTORER = """
import sys
from pathlib import Path
from explorer.plans.backup import back_up, restore
store, one, two, target = map(Path, sys.argv[1:])
from datetime import date
while True:
    for file in (one, two):
        restore(store, file).unlink()
        back_up(store, target, today=date(2026, 1, 1))
        print(file.name, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 6])
def test_a_killed_restore_leaves_one_whole_store_or_the_other(
    store, backup, plan, rung, now, tmp_path, lines
):
    for number in range(20):
        keep(store, [rung(problem="p" * 9000)], now=now, niche_id=f"m{number}")
    larger = back_up(store, tmp_path / "larger.sqlite", today=TODAY)
    whole = {len(list_niches(file)): content(file) for file in (backup, larger)}
    target = tmp_path / "target.sqlite"
    command = [sys.executable, "-c", RESTORER, *map(str, (store, backup, larger, target))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        for _ in range(lines):
            child.stdout.readline()
        # Somewhere inside the next round: no clock says where.
        sum(range(lines * 40_000))
        os.kill(child.pid, signal.SIGKILL)
        child.stdout.read()
    for file in (store, target):
        niches, plans = content(file)
        saved, planned = whole[len(niches)]
        assert niches == saved
        assert [p.title for p in plans] == [p.title for p in planned]
    assert read_plan(store, plan.plan_id).rungs[0].title == plan.rungs[0].title


def test_a_migration_keeps_a_checked_backup_or_does_not_happen(store, monkeypatch):
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript(FIRST)
    before = dump_of(store)

    def refuse(*_):
        raise StoreDamagedError(store, "the copy is not whole")

    monkeypatch.setattr("explorer.plans.user_store.copy_store", refuse)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setitem(schema.MIGRATIONS, schema.SCHEMA_VERSION - 1, lambda _: None)
    with pytest.raises(StoreDamagedError), writing(store):
        pass
    assert dump_of(store) == before
