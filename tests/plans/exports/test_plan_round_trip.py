import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.errors import PlanFileFormatError, PlanFileUnreadableError, PlanKeptError
from explorer.plans import schema
from explorer.plans.exports.importing import import_plans, read_plan_file
from explorer.plans.exports.kept import list_kept
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.exports.plan_rows import KEPT_APART, carried
from explorer.plans.niches import list_niches, remove_niche
from explorer.plans.plan_store import list_plans, read_plan, update_plan, update_rung

texts = st.text(st.characters(codec=None), max_size=40)


def numbers(store):
    return [kept.plan.plan_id for kept in list_kept(store)]


def content(store):
    """All that screens show, without the numbers and versions that a store gives."""
    plans = [
        replace(
            kept.plan,
            plan_id=0,
            rungs=tuple(replace(rung, rung_id=0, version=0) for rung in kept.plan.rungs),
        )
        for kept in list_kept(store)
    ]
    return [replace(kept.niche, plan_id=0) for kept in list_kept(store)], plans


def dump_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_what_was_exported_and_wiped_comes_back_the_same_to_the_byte(store, both):
    before, file = content(store), plans_json(store, numbers(store))
    store.unlink()
    done = import_plans(store, file, name="f")
    assert list(done.added) == numbers(store)
    assert (done.unchanged, done.kept) == ((), None)
    assert content(store) == before
    assert plans_json(store, numbers(store)) == file
    assert len(both) == len(before[0])


@given(texts, texts, st.floats(0.25, 10_000), st.floats(1 / 6, 100))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_and_hours_come_back(store, plain, now, title, problem, hours, week):
    plan = read_plan(store, plain.niche.niche_id)
    first = replace(plan.rungs[0], title=title, problem=problem, hours=hours)
    update_rung(store, first, version=first.version, now=now)
    update_plan(store, plan.plan_id, title=title, hours_per_week=week, now=now)
    before, file = content(store), plans_json(store, [plan.plan_id])
    remove_niche(store, plan.niche_id)
    (number,) = import_plans(store, file, name="f").added
    assert content(store) == before
    assert plans_json(store, [number]) == file


def test_a_file_is_canonical_utf_8_and_says_what_it_is(store, plain):
    file = plans_json(store, [plain.plan.plan_id])
    document = json.loads(file)
    assert list(document) == ["format", "version", "plans"]
    assert (document["format"], document["version"]) == ("research-direction-explorer plans", 3)
    (plan,) = document["plans"]
    assert plan["niche"]["definition"]["query"] == "soft AND limbs"
    assert [paper["arxiv_id"] for paper in plan["rungs"][1]["papers"]] == [
        "hep-th/9901001",
        "2301.10001",
    ]
    assert plans_json(store, [plain.plan.plan_id]) == file
    assert plans_json(store.with_name("none.sqlite"), []).count(b'"plans": []') == 1


def test_every_column_is_carried_or_given_by_the_store():
    for table in (schema.metadata.tables[name] for name in KEPT_APART):
        names = {column.name for column in table.columns}
        assert {column.name for column in carried(table)} | KEPT_APART[table.name] == names


def test_a_plan_that_is_here_already_is_left_as_it_is(store, both):
    file = plans_json(store, numbers(store))
    before = dump_of(store)
    done = import_plans(store, file, name="f")
    assert (done.added, list(done.unchanged)) == ((), [kept.plan.plan_id for kept in both])
    assert dump_of(store) == before


def test_another_plan_of_the_same_niche_is_only_replaced_when_told(store, plain, now):
    file = plans_json(store, [plain.plan.plan_id])
    later = now + timedelta(days=1)
    update_rung(store, replace(plain.plan.rungs[0], title="Later"), version=1, now=later)
    before = dump_of(store)
    with pytest.raises(PlanKeptError, match="Plan: Mud"):
        import_plans(store, file, name="f")
    assert dump_of(store) == before
    done = import_plans(store, file, name="f", replace=True)
    assert dump_of(done.kept) == before
    assert plans_json(store, done.added) == file
    assert read_plan(store, "mud").rungs[0].title == plain.plan.rungs[0].title


def test_of_a_file_with_one_that_cannot_come_none_comes(store, both, now):
    file = plans_json(store, numbers(store))
    first, second = both
    remove_niche(store, first.niche.niche_id)
    update_plan(store, second.plan.plan_id, title="Mine", hours_per_week=5, now=now)
    before = dump_of(store)
    with pytest.raises(PlanKeptError):
        import_plans(store, file, name="f")
    assert dump_of(store) == before


def test_a_slug_that_is_taken_is_numbered_and_the_plan_is_known_again(store, plain):
    document = json.loads(plans_json(store, [plain.plan.plan_id]))
    document["plans"][0]["niche"]["niche_id"] = "other"
    file = json.dumps(document).encode()
    (number,) = import_plans(store, file, name="f").added
    assert {niche.slug for niche in list_niches(store)} == {"mud", "mud-2"}
    assert import_plans(store, file, name="f").unchanged == (number,)


def test_two_plans_of_one_niche_in_a_file_are_refused(store, plain):
    document = json.loads(plans_json(store, [plain.plan.plan_id]))
    document["plans"] *= 2
    with pytest.raises(PlanFileFormatError, match="of one niche"):
        import_plans(store.with_name("new.sqlite"), json.dumps(document).encode(), name="f")


def test_what_a_definition_holds_besides_stays(store, plain):
    document = json.loads(plans_json(store, [plain.plan.plan_id]))
    niche = document["plans"][0]["niche"]
    niche["definition"] |= {"later": {"more": [1, 2.5, None, "x\0"]}}
    del niche["definition"]["query"]
    new = store.with_name("new.sqlite")
    import_plans(new, json.dumps(document).encode(), name="f")
    again = json.loads(plans_json(new, [1]))["plans"][0]["niche"]["definition"]
    assert again["later"] == {"more": [1, 2.5, None, "x"]}
    assert "query" not in again


def test_a_column_added_later_needs_only_a_default(store, plain, monkeypatch):
    from sqlalchemy import Column, Text

    file = plans_json(store, [plain.plan.plan_id])
    metadata = schema.metadata.__class__()
    niches = schema.niches.to_metadata(metadata)
    niches.append_column(Column("called", Text, nullable=False, server_default="calm"))
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("ALTER TABLE niches ADD COLUMN called TEXT NOT NULL DEFAULT 'calm'")
        connection.execute("UPDATE niches SET called = 'mine'")
        connection.execute("DELETE FROM niches WHERE niche_id = 'x'")
        connection.commit()
    monkeypatch.setattr(schema, "niches", niches)
    newer = plans_json(store, [plain.plan.plan_id])
    assert json.loads(newer)["plans"][0]["niche"]["called"] == "mine"
    for data, called in ((newer, "mine"), (file, "calm")):
        remove_niche(store, "mud")
        (number,) = import_plans(store, data, name="f").added
        again = json.loads(plans_json(store, [number]))
        assert again["plans"][0]["niche"]["called"] == called


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(PlanFileUnreadableError, match="check its name"):
            read_plan_file(path)


def test_list_plans_are_as_before_in_their_order(store, both):
    order = [plan.title for plan in list_plans(store)]
    file = plans_json(store, numbers(store))
    store.unlink()
    import_plans(store, file, name="f")
    assert [plan.title for plan in list_plans(store)] == order
    assert len(both) == len(order)
