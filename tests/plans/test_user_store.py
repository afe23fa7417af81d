import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Column, Text, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from explorer.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreUnwritableError,
    StoreVersionError,
)
from explorer.plans import schema, user_store
from explorer.plans.contacts import read_contacts
from explorer.plans.flag_ledger import read_ledger
from explorer.plans.niches import list_niches
from explorer.plans.outcomes import read_outcomes
from explorer.plans.plan_log import read_log
from explorer.plans.plan_store import list_plans
from explorer.plans.profile_store import read_profile
from explorer.plans.scenarios import read_responses
from explorer.plans.user_store import reading, writing
from explorer.plans.wishes import list_wishes

DUMPS = Path(__file__).parent
FIRST = (DUMPS / "user_store_v1.sql").read_text(encoding="utf-8")
SECOND = (DUMPS / "user_store_v2.sql").read_text(encoding="utf-8")
THIRD = (DUMPS / "user_store_v3.sql").read_text(encoding="utf-8")
FOURTH = (DUMPS / "user_store_v4.sql").read_text(encoding="utf-8")
FIFTH = (DUMPS / "user_store_v5.sql").read_text(encoding="utf-8")
SIXTH = (DUMPS / "user_store_v6.sql").read_text(encoding="utf-8")
SEVENTH = (DUMPS / "user_store_v7.sql").read_text(encoding="utf-8")
"""Stores as the code of schema versions 1 to 7 wrote them; never edited."""


OWN = "Gezeiten 🦀 <b>'x'</b>"


def pragma(path, name):
    with writing(path) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def make_from(dump, path):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump)


def shape_of(path):
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        return {name: " ".join(sql.split()) for name, sql in connection.execute(query)}


def wishes_in(dump):
    return sum(line.startswith('INSERT INTO "wishes"') for line in dump)


def dump_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def next_version(monkeypatch):
    """Pretend that the program has gone on to the next schema version."""

    def add_mood(connection):
        connection.execute(text("ALTER TABLE plans ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"))

    newest = schema.SCHEMA_VERSION
    monkeypatch.setattr(schema, "SCHEMA_VERSION", newest + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {**schema.MIGRATIONS, newest: add_mood})


def test_reading_where_nothing_was_saved_creates_nothing(store):
    assert list_niches(store) == ()
    assert list_plans(store) == ()
    assert not store.exists()


def test_an_empty_file_is_an_empty_store(store):
    store.touch()
    assert list_niches(store) == ()


def test_writing_keeps_a_rollback_journal_and_foreign_keys(store):
    assert pragma(store, "journal_mode") == "delete"
    assert pragma(store, "foreign_keys") == 1
    assert sorted(path.name for path in store.parent.iterdir()) == [store.name]


def test_what_fails_half_way_leaves_nothing(store):
    def fail(connection):
        connection.execute(schema.meta.insert().values(name="half", value="done"))
        raise RuntimeError

    with pytest.raises(RuntimeError), writing(store) as connection:
        fail(connection)
    with reading(store) as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM meta WHERE name = 'half'")).scalar() == 0
        )


def test_a_store_named_by_its_url_is_the_same_store(store):
    with writing(f"sqlite:///{store}"):
        pass
    with reading(store) as connection:
        assert connection is not None


def test_the_store_of_version_1_opens_with_nothing_lost(store):
    make_from(FIRST, store)
    (niche,) = list_niches(store)
    assert niche.name == "Gezeiten-Roboter 🦀 “soft”"
    assert niche.paper_ids == ("2301.10001", "2302.10002", "hep-th/9901001")
    assert niche.shown["growth"] == pytest.approx(1.31)
    (plan,) = list_plans(store)
    assert [rung.state for rung in plan.rungs] == ["done", "started"]
    assert plan.rungs[0].problem == "Line one\nLine 'two'; -- no comment\n\ttab"
    assert [paper.arxiv_id for paper in plan.rungs[0].papers] == ["2301.10001", "hep-th/9901001"]
    assert plan.rungs[1].no_papers
    assert plan.rungs[0].version == 3
    assert list_wishes(store) == ()


def test_the_store_of_version_2_opens_with_nothing_lost(store):
    make_from(SECOND, store)
    (niche,), (plan,) = list_niches(store), list_plans(store)
    assert (niche.name, len(plan.rungs)) == ("tide pool robots", 1)
    hidden, renamed = list_wishes(store)
    assert (hidden.niche_id, hidden.hidden, hidden.own_name) == ("n0dd", True, "")
    assert (renamed.own_name, renamed.hidden) == ("Gezeiten 🦀 <b>'x'</b>", False)
    assert renamed.computed_name == "tide pool robots"
    assert read_profile(store).is_empty


def test_the_store_of_version_3_opens_with_nothing_lost(store):
    make_from(THIRD, store)
    assert [len(found) for found in (list_niches(store), list_plans(store))] == [1, 1]
    assert len(list_wishes(store)) == 2
    profile = read_profile(store)
    assert profile.skills == {"code": "have", "write": "willing to develop"}
    assert profile.phrases == ("Gezeiten 🦀", "<b>'soft' limbs</b>")
    assert profile.works[0].title == "Grüße aus dem Watt"
    assert (profile.hours_per_week, profile.compute, profile.people) == (6.5, "one GPU", "alone")
    assert [(str(each.day), each.what) for each in profile.deadlines] == [("2027-03-01", "Thesis")]
    hidden, renamed = list_wishes(store)
    assert (hidden.niche_id, hidden.hidden, hidden.own_name) == ("n0dd", True, "")
    assert (renamed.own_name, renamed.part_of, renamed.came_from) == (OWN, "", "")
    assert read_log(store, 1) == ()


def test_the_store_of_version_4_opens_with_nothing_lost(store):
    make_from(FOURTH, store)
    (plan,) = list_plans(store)
    assert [rung.state for rung in plan.rungs] == ["started"]
    begun, spent, whole = read_log(store, plan.plan_id)
    assert (begun.event, str(begun.day), begun.minutes) == ("started", "2026-11-28", 0)
    assert (spent.minutes, spent.note) == (25, "Read 'the' main paper; <b>🦀</b>")
    assert (whole.rung_id, whole.minutes) == (None, 10)
    hidden, renamed = list_wishes(store)
    assert (hidden.hidden, renamed.own_name, renamed.part_of) == (True, OWN, "")
    assert not read_profile(store).is_empty
    assert read_ledger(store) == []


def test_the_store_of_version_5_opens_with_nothing_lost(store):
    make_from(FIFTH, store)
    (plan,) = list_plans(store)
    assert len(read_log(store, plan.plan_id)) == 3
    hidden, renamed = list_wishes(store)
    assert (hidden.hidden, renamed.own_name, renamed.part_of) == (True, OWN, "")
    assert not read_profile(store).is_empty
    flag, invented, dropped = read_ledger(store)
    assert (flag.event, flag.name) == ("flagged", "Gezeiten 🦀 <b>'x'</b>")
    assert (flag.score, flag.achievable, str(flag.as_of)) == (93.5, 61.25, "2023-12-31")
    assert flag.evidence["newcomers"] == 0.4
    assert (invented.kind, invented.score) == ("demonstration", None)
    assert dropped.evidence == {"found": True}


def test_the_store_of_version_6_opens_with_nothing_lost(store):
    make_from(SIXTH, store)
    before = dump_of(store)
    assert [len(found) for found in (list_niches(store), list_plans(store))] == [1, 1]
    assert not read_profile(store).is_empty
    assert len(read_log(store, 1)) == 3
    hidden, renamed, part, carried = list_wishes(store)
    assert (hidden.hidden, renamed.own_name) == (True, OWN)
    assert (part.computed_name, part.part_of) == ("kelp farms", "n4f2a91c0")
    assert (carried.own_name, carried.came_from) == ("Gräser “2”", "dune 'x'")
    assert len(read_ledger(store)) == 3
    assert dump_of(store.with_name("user.v6.backup.sqlite")) == before
    assert (read_contacts(store, 1), read_outcomes(store, 1), read_responses(store, 1)) == (
        (),
        {},
        {},
    )


def test_the_store_of_version_7_opens_with_nothing_lost(store):
    make_from(SEVENTH, store)
    before = dump_of(store)
    assert len(read_log(store, 1)) == 3
    assert len(list_wishes(store)) == 4
    about, whole = read_contacts(store, 1)
    assert (about.name, str(about.day), about.rung_id) == ("Żółw Łódź", "2026-11-20", 1)
    assert (about.said, about.next_step) == (
        "Read 'the' <b>old</b> one\nfirst",
        "Send the table 🦀",
    )
    assert (whole.name, whole.rung_id) == ("Ada Quill", None)
    assert read_outcomes(store, 1)[1].links == "code https://example.org/a?b='c'"
    assert read_responses(store, 1) == {"booms": "Go “faster”", "stalls": ""}
    assert dump_of(store) == before
    assert [path.name for path in store.parent.iterdir()] == [store.name]


def test_the_step_to_version_2_keeps_a_backup_and_every_row(store):
    make_from(FIRST, store)
    before = dump_of(store)
    list_wishes(store)
    assert dump_of(store.with_name("user.v1.backup.sqlite")) == before
    inserted = {line for line in before if line.startswith("INSERT")}
    kept = {line for line in dump_of(store) if line.startswith("INSERT")}
    assert {line.partition(" VALUES")[2] for line in inserted - kept} == {"('version','1');"}


def test_a_new_store_has_the_shape_of_an_old_one_brought_up_to_date(tmp_path):
    make_from(FIRST, tmp_path / "old.sqlite")
    for name in ("old.sqlite", "new.sqlite"):
        with writing(tmp_path / name):
            pass
    assert shape_of(tmp_path / "old.sqlite") == shape_of(tmp_path / "new.sqlite")


@pytest.mark.usefixtures("next_version")
def test_a_migration_keeps_everything_and_a_backup_beside_it(store):
    make_from(FIRST, store)
    before = dump_of(store)
    (plan,) = list_plans(store)
    assert plan.rungs[0].title == "Repeat *the* surge filter"
    with reading(store) as connection:
        assert connection.execute(text("SELECT mood FROM plans")).scalar() == "calm"
        version = text("SELECT value FROM meta WHERE name = 'version'")
        assert connection.execute(version).scalar() == str(schema.SCHEMA_VERSION)
    backup = store.with_name("user.v1.backup.sqlite")
    assert dump_of(backup) == before
    assert sorted(store.parent.iterdir()) == sorted([backup, store])


@pytest.mark.usefixtures("next_version")
def test_an_older_backup_is_never_overwritten(store):
    older = store.with_name("user.v1.backup.sqlite")
    older.write_bytes(b"precious")
    make_from(FIRST, store)
    list_plans(store)
    assert older.read_bytes() == b"precious"
    assert store.with_name("user.v1.backup-2.sqlite").exists()


@pytest.mark.usefixtures("next_version")
def test_a_migration_that_fails_leaves_the_store_as_it_was(store, monkeypatch):
    def break_half_way(connection):
        connection.execute(text("ALTER TABLE plans ADD COLUMN mood TEXT"))
        connection.execute(text("ALTER TABLE nowhere ADD COLUMN mood TEXT"))

    monkeypatch.setattr(schema, "MIGRATIONS", {1: schema.MIGRATIONS[1], 2: break_half_way})
    make_from(FIRST, store)
    shape = shape_of(store)
    with pytest.raises(StoreDamagedError):
        list_plans(store)
    assert shape_of(store) == shape


def test_a_store_of_a_newer_version_is_refused_and_unchanged(store):
    newer = schema.SCHEMA_VERSION + 1
    make_from(FIRST.replace("'version','1'", f"'version','{newer}'"), store)
    before = store.read_bytes()
    for use in (list_plans, list_niches, lambda path: pragma(path, "user_version")):
        with pytest.raises(StoreVersionError, match=f"schema version {newer}"):
            use(store)
    assert store.read_bytes() == before
    assert [path.name for path in store.parent.iterdir()] == [store.name]


@pytest.mark.parametrize(
    "content",
    [b"not a database at all, only words " * 40, b"SQLite format 3\0" + b"\xff" * 4000],
    ids=["words", "broken header"],
)
def test_a_damaged_file_is_refused_and_unchanged(store, content):
    store.write_bytes(content)
    for use in (list_plans, lambda path: pragma(path, "user_version")):
        with pytest.raises(StoreDamagedError, match="cannot be read as a store"):
            use(store)
    assert store.read_bytes() == content


def test_a_truncated_store_is_refused(store):
    make_from(FIRST, store)
    store.write_bytes(store.read_bytes()[:8000])
    with pytest.raises(StoreDamagedError):
        list_plans(store)


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE recipes (name TEXT)", "CREATE TABLE meta (name TEXT, value TEXT)"],
)
def test_the_file_of_another_program_is_refused_and_unchanged(store, statement):
    make_from(statement, store)
    before = store.read_bytes()
    with pytest.raises(StoreDamagedError), writing(store):
        pass
    assert store.read_bytes() == before


def test_a_folder_where_a_file_stands_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreUnwritableError, match="cannot write to"),
        writing(tmp_path / "file" / "u"),
    ):
        pass


@pytest.mark.parametrize("url", ["sqlite://", "nonsense://x", "postgresql+nothing://h/d"])
def test_a_url_that_leads_nowhere_is_said_in_our_words(url):
    with pytest.raises(StoreUnwritableError), writing(url):
        pass


@pytest.mark.parametrize("dump", [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH], ids=range(1, 7))
def test_a_store_of_any_version_in_a_read_only_folder_can_be_read_and_not_written(dump):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        store = folder / "user.sqlite"
        make_from(dump, store)
        before = dump_of(store)
        folder.chmod(0o555)
        store.chmod(0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            assert list_plans(store)
            assert len(list_wishes(store)) == wishes_in(before)
            assert [path.name for path in folder.iterdir()] == [store.name]
            with pytest.raises(StoreUnwritableError), writing(store) as connection:
                connection.execute(schema.meta.insert().values(name="more", value="1"))
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
        assert dump_of(store) == before


def test_a_full_disk_leaves_what_was_there(store):
    make_from(FIRST, store)
    plans = list_plans(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (store.stat().st_size + 4096, hard))
    try:
        with pytest.raises(StoreUnwritableError), writing(store) as connection:
            connection.execute(schema.meta.insert().values(name="big", value="x" * 10_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list_plans(store) == plans


def test_a_second_writer_waits_and_is_then_told(store, monkeypatch):
    monkeypatch.setattr(user_store, "SECONDS_TO_WAIT", 0.05)
    user_store._engine.cache_clear()
    with writing(store):
        with pytest.raises(StoreBusyError), writing(store):
            pass
        assert list_niches(store) == ()
    user_store._engine.cache_clear()


def test_commands_and_pages_start_without_the_heavy_libraries():
    modules = ("niches", "plan_store", "ladder", "markdown", "records", "user_store", "wishes")
    modules += ("plan_log", "rhythm", "profile", "profile_json", "profile_store", "bibtex_reading")
    lines = [f"import explorer.plans.{module}" for module in modules]
    lines.append("import sys; print(sorted({'sqlalchemy', 'pandas', 'numpy'} & set(sys.modules)))")
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda table: table.name)
def test_the_tables_can_be_made_on_a_server(table):
    made = str(CreateTable(table).compile(dialect=postgresql.dialect()))
    assert made.strip().startswith(f"CREATE TABLE {table.name}")
    assert all(isinstance(column, Column) for column in table.columns)
    assert "id" not in table.columns or "SERIAL" in made
    assert isinstance(schema.niches.c.definition.type, Text)
