"""Backup and restore as a person types them."""

import re
from datetime import UTC, date, datetime

import pytest

from explorer.cli import main
from explorer.plans.niches import list_niches, remove_niche, save_niche
from explorer.plans.plan_store import list_plans
from explorer.plans.records import Rung
from explorer.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def run(capsys, settings):
    def command(*words):
        status = main([*words, "--data-dir", str(settings.data_dir)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def plan(settings):
    rung = Rung(
        kind="learning",
        title="Repeat it",
        problem="",
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget="",
        done_when="It runs.",
        hours=10,
        no_papers=True,
    )
    return save_niche(
        settings.user,
        {"niche_id": "n1", "slug": "mud", "name": "Mud"},
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=[rung],
        hours_per_week=5,
        now=datetime(2026, 11, 22, tzinfo=UTC),
    )


def test_what_was_backed_up_is_restored_and_what_was_there_is_kept(run, settings, plan, tmp_path):
    file = tmp_path / "kept.sqlite"
    assert run("backup", str(file)) == (0, f"{file}\n", "")
    remove_niche(settings.user, plan.niche_id)
    kept = settings.user.with_name("user.before-restore.sqlite")
    status, out, err = run("restore", str(file))
    assert (status, err) == (0, "")
    assert out == (f"1 plan restored from {file}\nwhat was there before is kept in {kept}\n")
    assert list_plans(settings.user) == (plan,)
    assert list_niches(kept) == ()


@pytest.mark.usefixtures("plan")
def test_a_backup_without_a_name_lies_beside_the_store(run, settings):
    _, out, _ = run("backup")
    (made,) = settings.data_dir.glob("user.*.backup.sqlite")
    assert re.fullmatch(r"user\.\d{4}-\d\d-\d\d\.backup\.sqlite", made.name)
    assert out == f"{made}\n"


def test_without_a_store_both_end_with_one_line_and_make_nothing(run, settings, tmp_path):
    for words in (("backup",), ("restore", str(tmp_path / "nowhere.sqlite"))):
        status, out, err = run(*words)
        assert (status, out, err.count("\n")) == (1, "", 1)
    assert not settings.user.exists()


@pytest.mark.usefixtures("plan")
def test_a_restore_where_nothing_is_makes_the_store(run, settings, tmp_path):
    file = tmp_path / "kept.sqlite"
    run("backup", str(file))
    before = list_plans(settings.user)
    settings.user.unlink()
    _, out, _ = run("restore", str(file))
    assert out == f"1 plan restored from {file}\n"
    assert list_plans(settings.user) == before
