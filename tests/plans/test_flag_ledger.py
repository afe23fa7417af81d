import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.months import add_months, months_between
from explorer.ledger import note_run, told_by
from explorer.plans.backup import back_up, restore
from explorer.plans.flag_ledger import (
    DROPPED,
    FLAGGED,
    GREW,
    HORIZON,
    NOT_GROWN,
    extend_ledger,
    read_ledger,
    spells_of,
)
from explorer.presentation.ledger import became_text, ledger_sentence, ledger_table, since_text
from explorer.trends.scores import ACHIEVABLE_PARTS, NOVEL_PARTS

PARTS = dict.fromkeys((*NOVEL_PARTS, *ACHIEVABLE_PARTS), 0.5)
NIDS = ("n1", "n2", "n3")
START = datetime(2027, 1, 5, 12, tzinfo=UTC)


def manifest_of(at=0, *, kind="real", categories=(), months=0):
    """The facts of the run made ``at`` months after the first; it may look from another month."""
    last = add_months("2026-12", months)
    return {
        "kind": kind,
        "categories": list(categories),
        "parameters": {"papers_per_niche": 120},
        "seed": 0,
        "as_of": f"{last}-28",
        "last_month": last,
        "made_at": (START + timedelta(days=30 * at)).isoformat(),
    }


def niches_of(openings, there=NIDS):
    rows = [
        {
            "niche_id": each,
            "level": "niche",
            "name": f"Niche {each}",
            "opening": each in openings,
            "score": 90.0,
            "achievable": 80.0,
            "papers_recent": 30,
            "growth": 1.2,
            "by_chance": 0.001,
            **PARTS,
        }
        for each in there
    ]
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["niche_id", "level", "opening"])


def series_of(rate=1.0, first="2025-01", last="2031-12"):
    """Shares that grow by a rate a year."""
    months = months_between(first, last)
    return pd.DataFrame(
        [
            {"niche_id": each, "month": month, "share": 0.01 * rate ** (at / 12)}
            for each in NIDS
            for at, month in enumerate(months)
        ]
    )


def tell(store, openings, *, at=0, rate=1.0, there=NIDS, **facts):
    manifest = manifest_of(at, **facts)
    return note_run(store, f"r{at}", manifest, niches_of(openings, there), series_of(rate))


def events(store):
    return [(each.event, each.niche_id) for each in read_ledger(store)]


def test_a_flag_is_entered_once_a_spell_and_its_end_too(store):
    for at, openings in enumerate([["n1"], ["n1", "n2"], ["n2"], ["n1"], ["n1"]]):
        assert tell(store, openings, at=at) == ""
    assert events(store) == [
        (FLAGGED, "n1"),
        (FLAGGED, "n2"),
        (DROPPED, "n1"),
        (FLAGGED, "n1"),
        (DROPPED, "n2"),
    ]
    flag = read_ledger(store)[0]
    assert (flag.run_id, flag.as_of, flag.score) == ("r0", date(2026, 12, 28), 90.0)
    assert {**PARTS, "papers_recent": 30.0, "by_chance": 0.001}.items() <= flag.evidence.items()


def test_where_nothing_is_flagged_no_store_is_made(store):
    tell(store, [])
    assert not store.exists()


def test_a_niche_that_is_no_more_is_dropped(store):
    tell(store, ["n1"])
    tell(store, [], at=1, there=("n2",))
    assert events(store) == [(FLAGGED, "n1"), (DROPPED, "n1")]
    assert read_ledger(store)[1].evidence == {"found": False}


def test_an_analysis_of_other_papers_drops_none(store):
    tell(store, ["n1"])
    tell(store, ["n2"], at=1, categories=("cs.RO",))
    assert events(store) == [(FLAGGED, "n1"), (FLAGGED, "n2")]


def test_a_look_from_an_earlier_day_drops_none(store):
    tell(store, ["n1"])
    tell(store, [], at=1, months=-24)
    assert events(store) == [(FLAGGED, "n1")]


@pytest.mark.parametrize(("rate", "event"), [(1.2, GREW), (1.02, NOT_GROWN), (0.8, NOT_GROWN)])
def test_a_flag_is_scored_when_its_time_has_come_and_once(store, rate, event):
    tell(store, ["n1"])
    tell(store, ["n1"], at=1, months=12 * HORIZON - 1, rate=rate)
    assert events(store) == [(FLAGGED, "n1")]
    (spell,) = spells_of(read_ledger(store))
    assert became_text(spell) == "open until December 2029"
    for at in (2, 3):
        tell(store, ["n1"], at=at, months=12 * HORIZON, rate=rate)
    assert events(store) == [(FLAGGED, "n1"), (event, "n1")]
    (spell,) = spells_of(read_ledger(store))
    assert spell.outcome.evidence["growth"] == pytest.approx(rate)
    assert ("came true" in became_text(spell)) == (event == GREW)
    assert f"{rate:.2f}" in became_text(spell)


def test_a_flag_that_was_dropped_is_scored_too(store):
    tell(store, ["n1"])
    tell(store, [], at=1, months=12)
    tell(store, [], at=2, months=12 * HORIZON, rate=1.5)
    assert [event for event, _ in events(store)] == [FLAGGED, DROPPED, GREW]
    assert "no more on 28 December 2027" in since_text(spells_of(read_ledger(store)), "n1")


def test_flags_of_the_demonstration_never_mix_with_real_ones(store):
    tell(store, ["n1"])
    tell(store, ["n1", "n2"], at=1, kind="demonstration")
    assert [each.niche_id for each in read_ledger(store, kind="real")] == ["n1"]
    assert [each.niche_id for each in read_ledger(store, kind="demonstration")] == ["n1", "n2"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE flags SET score = 1",
        "DELETE FROM flags",
        "INSERT OR REPLACE INTO flags SELECT * FROM flags",
    ],
)
def test_the_database_itself_changes_and_deletes_no_flag(store, statement):
    tell(store, ["n1"])
    refused = pytest.raises(sqlite3.IntegrityError, match="a flag is never")
    with closing(sqlite3.connect(store)) as connection, refused:
        connection.execute(statement)
    assert events(store) == [(FLAGGED, "n1")]


def test_a_restore_adds_what_was_lost_and_loses_nothing(store):
    tell(store, ["n1"])
    backup = back_up(store, store.with_name("kept.sqlite"), today=START.date())
    tell(store, ["n2"], at=1)
    before = read_ledger(store)
    restore(store, backup)
    assert read_ledger(store) == before
    store.unlink()
    restore(store, backup)
    assert events(store) == [(FLAGGED, "n1")]


def test_a_restore_joins_the_ledgers_of_two_places(store):
    other = store.with_name("other.sqlite")
    tell(store, ["n1"])
    tell(other, ["n2"], at=1)
    backup = back_up(other, store.with_name("kept.sqlite"), today=START.date())
    restore(store, backup)
    restore(store, backup)
    assert events(store) == [(FLAGGED, "n1"), (FLAGGED, "n2")]


def test_a_store_that_cannot_be_written_is_told_and_the_run_stands(store):
    store.write_text("not a store")
    assert "not entered into the ledger" in tell(store, ["n1"])


RUNS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NIDS), unique=True),
        st.lists(st.sampled_from(NIDS), unique=True),
        st.integers(-6, 60),
        st.sampled_from(["real", "demonstration"]),
        st.sampled_from([0.9, 1.3]),
    ),
    max_size=8,
)


@given(RUNS)
def test_nothing_told_is_lost_or_changed_and_the_same_run_adds_nothing(runs):
    entries = []
    for at, (openings, there, months, kind, rate) in enumerate(runs):
        facts = {
            "run_id": f"r{at}",
            "manifest": manifest_of(at, kind=kind, months=months),
            "niches": niches_of(openings, there),
            "series": series_of(rate, first="2025-01"),
        }
        new = told_by(entries, **facts)
        assert all(each.kind == kind and each.run_id == f"r{at}" for each in new)
        entries = [*entries, *new]
        assert told_by(entries, **facts) == []
        shown = {each for each in openings if each in there}
        standing = {
            spell.flag.niche_id
            for spell in spells_of(entries)
            if spell.dropped is None and spell.flag.kind == kind
        }
        assert shown <= standing
    spells = spells_of(entries)
    told = [each for spell in spells for each in (spell.flag, spell.dropped, spell.outcome) if each]
    assert sorted(map(repr, told)) == sorted(map(repr, entries))
    table = ledger_table(spells)
    assert len(table) == sum(each.event == FLAGGED for each in entries)


@given(RUNS)
@settings(max_examples=8)
def test_the_store_holds_what_was_told_through_backup_and_restore(runs):
    with TemporaryDirectory() as folder:
        store, told = Path(folder) / "user.sqlite", []
        for at, (openings, there, months, kind, rate) in enumerate(runs):
            tell(store, openings, at=at, there=there, months=months, kind=kind, rate=rate)
            entries = read_ledger(store)
            assert entries[: len(told)] == told
            told = entries
        if told:
            backup = back_up(store, today=START.date())
            restore(store, backup)
            assert read_ledger(store) == told


def test_what_a_reader_sees(store):
    assert "No flag" in ledger_sentence([])
    assert ledger_table([]).empty
    tell(store, ["n1", "n2"])
    tell(store, ["n1"], at=1, months=12 * HORIZON, rate=1.3)
    spells = spells_of(read_ledger(store))
    assert "**2 flags** since 28 December 2026: 0 open, 2 came true" in ledger_sentence(spells)
    table = ledger_table(spells)
    assert table["dropped"].tolist() == ["2029-12-28", ""]
    assert since_text(spells, "n1").startswith("Flagged since 28 December 2026, came true")
    assert since_text(spells, "n3") == ""


def test_names_are_told_as_they_were_then(store):
    tell(store, ["n1"])
    (flag,) = read_ledger(store)
    extend_ledger(store, lambda _: [replace(flag, event=DROPPED, name="Later\0 name")])
    assert [each.name for each in read_ledger(store)] == ["Niche n1", "Later name"]
