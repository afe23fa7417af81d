"""Files that leave the Plan page and come back to it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from explorer.niches import keep_niche
from explorer.plans.backup import backup_bytes
from explorer.plans.exports.formats import FORMATS
from explorer.plans.exports.plan_json import plans_json
from explorer.plans.plan_store import list_plans, read_plan, update_plan, update_rung
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(home):
    return home.demonstration.user


@pytest.fixture
def file(store, plan):
    return plans_json(store, [plan.plan_id])


def bring(screen, name, data):
    screen.file_uploader[0].set_value((name, data, "application/octet-stream")).run()
    assert not screen.exception
    return screen


def look_of(screen):
    """All that the page shows but the message of what came back."""
    fields = [(each.label, each.value) for each in (*screen.text_input, *screen.text_area)]
    return screen.title[0].value, [each.label for each in screen.expander], fields


@pytest.mark.usefixtures("plan")
def test_every_format_and_a_backup_are_offered(open_page, home):
    labels = [each.proto.label for each in open_page("plan", home).get("download_button")]
    assert [label for label in labels if not label.startswith(("SVG", "PNG", "Questions"))] == [
        *(form.label for form in FORMATS.values()),
        "Backup, to restore (SQLite)",
    ]


def test_an_exported_plan_that_was_wiped_comes_back_to_the_same_screen(
    open_page, home, plan, store, file
):
    before = look_of(open_page("plan", home))
    store.unlink()
    screen = open_page("plan", home)
    assert "No plan yet" in screen.words
    bring(screen, "plan.json", file).button("Import").click().run()
    assert [said.value for said in screen.success] == ["1 plan came in\\."]
    assert look_of(screen) == before
    assert plans_json(store, [plan.plan_id]) == file
    assert not screen.run().success


def test_another_plan_of_the_niche_is_replaced_only_when_ticked(open_page, home, plan, store, file):
    update_plan(store, plan.plan_id, title="Mine", hours_per_week=5, now=NOW)
    screen = bring(open_page("plan", home), "plan.json", file)
    screen.button("Import").click().run()
    assert "differs from the file" in screen.error[0].value
    assert read_plan(store, plan.plan_id).title == "Mine"
    screen.checkbox[0].check()
    screen.button("Import").click().run()
    assert "before-import" in screen.success[0].value.replace("\\", "")
    (back,) = list_plans(store)
    assert back.title == plan.title
    assert screen.link("plan") == str(back.plan_id)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"tasks": []}', "was not written by this program"),
        (b"[" * 100_000, "nested too deep"),
        (b"SQLite format 3\0 and no more", ""),
    ],
)
def test_a_foreign_file_is_told_and_changes_nothing(open_page, home, plan, store, data, said):
    screen = bring(open_page("plan", home), "plan.json", data)
    if "Restore" in screen.labels():
        screen.button("Restore").click().run()
    (error,) = screen.error
    assert said in error.value.replace("\\", "")
    assert "nothing was changed" in error.value.replace("\\", "")
    assert list_plans(store) == (plan,)


def test_a_backup_is_restored_and_forms_show_what_it_held(open_page, home, plan, store):
    backup = backup_bytes(store, today=date(2026, 11, 22))
    screen = open_page("plan", home)
    rung = replace(plan.rungs[0], problem="Written later")
    update_rung(store, rung, version=1, now=NOW)
    screen.run()
    bring(screen, "backup.sqlite", backup).button("Restore").click().run()
    assert "before-restore" in screen.success[0].value.replace("\\", "")
    stored = read_plan(store, plan.plan_id).rungs[0]
    assert stored.problem == plan.rungs[0].problem
    assert screen.get_by_key(f"problem-rung-{stored.rung_id}-1").value == stored.problem
    assert not screen.warning


def test_a_window_that_was_open_during_a_restore_elsewhere_is_told(open_page, home, plan, store):
    update_rung(store, replace(plan.rungs[0], title="Later"), version=1, now=NOW)
    screen = open_page("plan", home)
    store.unlink()
    keep = home.demonstration
    run = read_run(keep.runs)
    keep_niche(keep, run, read_table(run, "niches")["slug"].iloc[0], now=NOW)
    screen.run()
    assert "changed in another window" in screen.warning[0].value


def test_a_plan_on_real_papers_does_not_go_to_the_demonstration(open_page, home, plan, store, file):
    real = file.replace(b'"kind": "demonstration"', b'"kind": "real"')
    assert real != file
    screen = bring(open_page("plan", home), "plan.json", real)
    screen.button("Import").click().run()
    assert "once you have papers from arXiv" in screen.success[0].value
    assert list_plans(store) == (plan,)
    assert [each.title for each in list_plans(home.user)] == [plan.title]
    backup = backup_bytes(home.user, today=date(2026, 11, 22))
    home.user.unlink()
    bring(screen, "backup.sqlite", backup).button("Restore").click().run()
    assert [each.title for each in list_plans(home.user)] == [plan.title]
    assert list_plans(store) == (plan,)
