"""What a person wants of niches, as they type it."""

import json
from datetime import UTC, datetime

import pytest

from explorer.cli import main
from explorer.plans.wishes import hide_niche, list_wishes


@pytest.fixture
def run(capsys, home):
    def command(*words):
        status = main(["niches", *words, "--data-dir", str(home.demonstration.data_dir)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def niche(run):
    return json.loads(run("--top", "1", "--format", "json")[1])[0]


@pytest.fixture
def store(home):
    return home.demonstration.user


@pytest.mark.parametrize("by", ["niche_id", "slug", "name"])
def test_a_niche_is_named_and_found_by_either_name(run, niche, by):
    status, out, _ = run("--rename", niche[by], "My  crabs")
    assert (status, out) == (0, f"{niche['name']} is called My crabs from now on\n")
    (first,) = json.loads(run("--top", "1", "--format", "json")[1])
    assert (first["name"], first["computed_name"]) == ("My crabs", niche["name"])
    assert first["niche_id"] == niche["niche_id"]
    assert "computed name" in run("--top", "1")[1]
    assert run("--papers", "My crabs") == run("--papers", niche["name"])
    run("--unname", "My crabs")
    assert json.loads(run("--top", "1", "--format", "json")[1]) == [niche]


def test_a_hidden_niche_is_left_out_and_told_and_comes_back(run, niche, store):
    before = run("--format", "csv")
    run("--hide", niche["slug"])
    status, out, err = run("--format", "json")
    assert status == 0
    assert niche["niche_id"] not in {each["niche_id"] for each in json.loads(out)}
    assert "1 hidden by you" in err
    (hidden,) = json.loads(run("--hidden", "--format", "json")[1])
    assert hidden == {**niche, "hidden": True}
    assert run("--papers", niche["slug"])[0] == 0
    run("--show", niche["name"])
    assert run("--format", "csv") == before
    assert list_wishes(store) == ()


@pytest.mark.parametrize("name", ["", " ", "x" * 2_000])
def test_a_name_that_none_can_bear_is_told(run, niche, store, name):
    status, out, err = run("--rename", niche["slug"], name)
    assert (status, out) == (1, "")
    assert "write" in err
    assert list_wishes(store) == ()


@pytest.mark.parametrize("wish", [("--hide",), ("--show",), ("--unname",), ("--rename", "x")])
def test_a_niche_that_is_none_is_told(run, store, wish):
    words = (wish[0], "no-such-niche", *wish[1:])
    status, out, err = run(*words)
    assert (status, out) == (1, "")
    assert "no-such-niche" in err
    assert list_wishes(store) == ()


def test_a_wish_for_a_niche_that_is_gone_can_be_taken_back(run, store):
    gone = {"niche_id": "n-gone", "name": "kelp"}
    hide_niche(store, gone, kind="demonstration", now=datetime.now(UTC))
    assert run("--show", "kelp")[0] == 0
    assert list_wishes(store) == ()


def test_a_niche_is_merged_and_parted(run, store):
    before = json.loads(run("--format", "json", "--with-papers")[1])
    part, whole = before[0], before[4]
    status, out, _ = run("--merge", part["name"], whole["slug"])
    assert (status, out.startswith(f"{part['name']} is part of {whole['name']}")) == (0, True)
    _, out, err = run("--format", "json", "--with-papers")
    after = {each["niche_id"]: each for each in json.loads(out)}
    assert "1 part of others" in err
    assert part["niche_id"] not in after
    together = after[whole["niche_id"]]
    assert together["papers"] == part["papers"] + whole["papers"]
    assert sorted(together["paper_ids"]) == sorted(part["paper_ids"] + whole["paper_ids"])
    listed = json.loads(run("--papers", whole["slug"], "--format", "json")[1])
    assert len(listed) == together["papers"]
    (hidden,) = json.loads(run("--hidden", "--format", "json")[1])
    assert hidden["part_of"] == whole["niche_id"]
    assert run("--merge", whole["niche_id"], part["niche_id"])[0] == 1
    assert run("--merge", part["niche_id"], part["niche_id"])[0] == 1
    assert run("--unmerge", part["slug"])[0] == 0
    assert json.loads(run("--format", "json", "--with-papers")[1]) == before
    assert list_wishes(store) == ()


def test_a_name_that_another_niche_bears_is_told(run, niche):
    other = json.loads(run("--top", "2", "--format", "json")[1])[1]
    status, _, err = run("--rename", niche["niche_id"], other["name"])
    assert status == 0
    assert f"another niche is called {other['name']} too; its id is {other['niche_id']}" in err
