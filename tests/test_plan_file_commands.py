"""Plans to a file and back, as a person types it."""

import json
from datetime import UTC, date, datetime

import pytest

from explorer.cli import main
from explorer.commands.plan_files import FORMATS as OFFERED
from explorer.plans.exports.formats import FORMATS
from explorer.plans.niches import save_niche
from explorer.plans.plan_store import list_plans, update_plan
from explorer.plans.records import Rung, RungPaper
from explorer.settings import Settings

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def run(capfdbinary, settings):
    def command(*words):
        try:
            status = main([*words, "--data-dir", str(settings.data_dir)])
        except SystemExit as end:
            status = end.code
        said = capfdbinary.readouterr()
        return status, said.out, said.err.decode()

    return command


@pytest.fixture
def plan(settings):
    paper = RungPaper(arxiv_id="2301.10001", title="Surge filters", why="")
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
        papers=(paper,),
    )
    return save_niche(
        settings.user,
        {"niche_id": "n1", "slug": "mud", "name": "Mud"},
        paper_ids=[],
        run_id="r1",
        as_of=date(2024, 12, 31),
        rungs=[rung],
        hours_per_week=5,
        now=NOW,
    )


def test_the_command_offers_every_format():
    assert tuple(FORMATS) == OFFERED


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("how", FORMATS)
def test_a_plan_is_printed_or_written_to_a_file_the_same(run, tmp_path, how):
    file = tmp_path / "out"
    for step in ("start", "finish"):  # a portfolio holds what is finished
        assert run("plan", step, "1", "1")[0] == 0
    status, printed, err = run("plan", "export", "1", "--format", how)
    assert (status, err) == (0, "")
    said = run("plan", "export", "mud", "--format", how, "--output", str(file))
    assert said == (0, f"{file}\n".encode(), "")
    assert file.read_bytes() == printed
    assert b"2301.10001" in printed


def test_what_was_exported_and_wiped_is_imported(run, settings, plan, tmp_path):
    file = tmp_path / "plans.json"
    run("plan", "export", "--all", "--output", str(file))
    shown = run("plan", "show", "1")
    settings.user.unlink()
    assert run("plan", "import", str(file)) == (0, b"plan 1: Plan: Mud\n", "")
    assert run("plan", "show", "1") == shown
    assert run("plan", "export", "--all")[1] == file.read_bytes()
    assert run("plan", "import", str(file))[1] == b"plan 1 is here already, and the same\n"
    assert list_plans(settings.user) == (plan,)


def test_another_plan_is_replaced_only_when_told(run, settings, plan, tmp_path):
    file = tmp_path / "plans.json"
    run("plan", "export", "--all", "--output", str(file))
    update_plan(settings.user, plan.plan_id, title="Mine", hours_per_week=5, now=NOW)
    status, out, err = run("plan", "import", str(file))
    assert (status, out, err.count("\n")) == (1, b"", 1)
    assert "--replace" in err
    _, out, _ = run("plan", "import", str(file), "--replace")
    kept = settings.user.with_name("user.before-import.sqlite")
    assert out == f"plan 2: Plan: Mud\nwhat was there before is kept in {kept}\n".encode()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["export", "9"], 1, "no plan"),
        (["export", "--all"], 1, "nothing was saved"),
        (["export"], 2, "required"),
        (["export", "1", "--format", "pdf"], 2, "invalid choice"),
        (["import", "nowhere.json"], 1, "nowhere.json cannot be read"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(run, words, status, said):
    found, out, err = run("plan", *words)
    assert (found, out, err.count("\n")) == (status, b"", 1)
    assert said in err


def test_the_json_of_another_tool_changes_nothing(run, settings, plan, tmp_path):
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"tasks": [{"title": "=1+1"}]}))
    status, _, err = run("plan", "import", str(file))
    assert status == 1
    assert "was not written by this program" in err
    assert list_plans(settings.user) == (plan,)
