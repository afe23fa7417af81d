"""The commands as a person types them: what they print, and how they fail."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from arxiv_feed import sample_papers
from arxiv_server import ArxivServer
from oai_server import OaiServer

from explorer.cli import main
from explorer.commands import COMMANDS
from explorer.corpus.papers import Paper
from explorer.settings import Settings

NAMES = [command.name for command in COMMANDS]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command; return its status, what it printed, and what it complained of."""
    try:
        status = main(words)
    except SystemExit as end:
        status = int(end.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def demo(demonstration: Settings) -> tuple[str, str]:
    return "--data-dir", str(demonstration.data_dir)


def test_the_commands_are_those_promised():
    promised = "fetch mend import export analyze refresh digest niches whitespace ledger profile"
    assert [*promised.split(), "backtest", "plan", "backup", "restore", "status", "serve"] == NAMES


def test_a_command_without_an_analysis_points_to_that_of_the_demonstration(
    capsys, demonstration, tmp_path
):
    where = "--data-dir", str(tmp_path)
    status, _, err = run(capsys, *("niches", *where))
    assert status == 1
    assert "explorer analyze" in err
    assert "demonstration" not in err
    (tmp_path / "demonstration").symlink_to(demonstration.data_dir)
    status, _, err = run(capsys, *("niches", *where))
    assert status == 1
    told = err.rpartition("--data-dir ")[2].strip()
    assert run(capsys, "niches", "--data-dir", told, "--top", "1")[0] == 0


def test_white_space_lists_cells_about_to_open_or_says_that_there_are_none(capsys, demo):
    status, out, err = run(capsys, "whitespace", *demo, "--all", "--format", "json")
    assert (status, err) == (0, "")
    cells = json.loads(out)
    marked = [cell for cell in cells if cell["state"] == "opening"]
    status, out, _ = run(capsys, "whitespace", *demo)
    assert status == 0
    assert [line.split("  ")[0] for line in out.splitlines()[1:]] == [m["method"] for m in marked]
    field = next(
        cell["field"] for cell in cells if cell["field"] not in {m["field"] for m in marked}
    )
    status, out, err = run(capsys, "whitespace", *demo, "--field", field)
    assert status == 0
    assert "--all lists every cell" in err
    status, out, _ = run(capsys, "whitespace", *demo, "--field", field, "--all", "--format", "csv")
    assert {row["field"] for row in csv.DictReader(io.StringIO(out))} == {field}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_and_an_example(capsys, name):
    status, out, _ = run(capsys, name, "--help")
    assert status == 0
    assert f"explorer {name}" in out.partition("example:")[2]


@pytest.mark.parametrize("size", ["finest", "19", "-5", "1e3"])
def test_a_size_of_niches_that_is_none_is_told_with_those_there_are(capsys, size):
    status, _, err = run(capsys, "analyze", f"--papers-per-niche={size}")
    assert status == 2
    assert "coarse, usual, fine, and not a number from 20 to 5,000" in err


@pytest.mark.parametrize("words", [(), ("bogus",), ("analyze", "--seed", "x"), ("fetch",)])
def test_a_wrong_call_ends_with_status_2_and_one_line(capsys, words):
    status, out, err = run(capsys, *words)
    assert (status, out) == (2, "")
    assert err.startswith("explorer: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("niches",), "explorer analyze"),
        (("status",), "explorer import"),
        (("analyze",), "explorer import"),
        (("analyze", "--category", "cs.ROO"), "did you mean cs.RO"),
        (("import", "nowhere.parquet"), "no file at nowhere.parquet"),
        (("plan", "show", "7"), "explorer plan list"),
    ],
)
def test_a_failing_command_ends_with_status_1_and_one_line_that_helps(
    capsys, tmp_path, words, said
):
    status, out, err = run(capsys, *words, "--data-dir", str(tmp_path / "data"))
    assert (status, out) == (1, "")
    assert said in err
    assert err.startswith("explorer: ")
    assert err.count("\n") == 1
    assert not list(tmp_path.rglob("*.sqlite"))


def test_niches_as_json_have_the_documented_fields_and_all_papers(capsys, demo):
    status, out, _ = run(capsys, "niches", "--format", "json", "--with-papers", *demo)
    niches = json.loads(out)
    assert status == 0
    wanted = {"niche_id", "slug", "name", "terms", "papers", "score", "novel", "achievable"}
    assert wanted <= niches[0].keys()
    assert [n["score"] for n in niches] == sorted((n["score"] for n in niches), reverse=True)
    ids = [paper for niche in niches for paper in niche["paper_ids"]]
    assert len(ids) == len(set(ids)) == sum(niche["papers"] for niche in niches)


def test_niches_can_be_narrowed(capsys, demo):
    _, out, _ = run(capsys, "niches", "--format", "csv", "--category", "cs.RO", *demo)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert {row["primary_category"] for row in rows} == {"cs.RO"}
    _, out, _ = run(capsys, "niches", "--format", "csv", "--kind", "partition", *demo)
    assert {row["kind"] for row in csv.DictReader(io.StringIO(out))} == {"partition"}
    _, out, _ = run(capsys, "niches", "--format", "csv", "--openings", "--top", "3", *demo)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["opening"] for row in rows] == ["True"] * 3


def test_the_papers_of_a_niche_are_printed_as_a_table_and_as_bibtex(capsys, demo):
    (niche, *_) = json.loads(run(capsys, "niches", "--format", "json", "--with-papers", *demo)[1])
    _, out, _ = run(capsys, "niches", "--papers", niche["slug"], "--format", "csv", *demo)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["id"] for row in rows} == set(niche["paper_ids"])
    _, out, _ = run(capsys, "niches", "--bibtex", niche["name"], *demo)
    assert {f"arXiv:{row['id']}" for row in rows} == set(re.findall(r"@misc\{(\S+),", out))
    status, _, err = run(capsys, "niches", "--bibtex", "nothing-like-it", *demo)
    assert status == 1
    assert "nothing-like-it" in err


def test_niches_can_be_asked_for_as_of_a_day(capsys, demo):
    whole = run(capsys, "niches", "--format", "csv", *demo)
    assert run(capsys, "niches", "--format", "csv", "--as-of", "2024-12", *demo) == whole
    status, _, err = run(capsys, "niches", "--as-of", "2020-12", *demo)
    assert status == 1
    assert "as of 2020-12-31" in err


def test_a_wrong_niche_is_answered_with_the_nearest(capsys, demo):
    _, out, _ = run(capsys, "niches", "--format", "json", "--top", "1", *demo)
    slug = json.loads(out)[0]["slug"]
    status, _, err = run(capsys, "plan", "draft", slug[:-1], *demo)
    assert status == 1
    assert slug in err


def test_status_says_that_the_demonstration_is_invented(capsys, demo):
    status, out, _ = run(capsys, "status", *demo)
    assert status == 0
    assert "invented papers" in out
    assert "2015-01-04 to 2024-12-31" in out


def test_a_plan_is_drafted_once_and_printed(capsys, demonstration, tmp_path):
    for file in demonstration.data_dir.glob("papers.sqlite*"):
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "runs").symlink_to(demonstration.runs)
    here = ("--data-dir", str(tmp_path))
    _, out, _ = run(capsys, "niches", "--format", "json", "--top", "1", *here)
    niche = json.loads(out)[0]
    status, drafted, _ = run(capsys, "plan", "draft", niche["slug"], *here)
    assert status == 0
    assert drafted.count("\n") == 5
    assert run(capsys, "plan", "draft", niche["niche_id"], *here)[1] == drafted
    _, listed, _ = run(capsys, "plan", "list", "--format", "json", *here)
    assert [row["plan"] for row in json.loads(listed)] == [1]
    _, shown, _ = run(capsys, "plan", "show", "1", *here)
    assert shown.startswith(f"# Plan: {niche['name']}")


def test_fetch_says_its_cost_gets_the_papers_and_then_only_what_is_new(
    capsys, tmp_path, monkeypatch
):
    papers = [
        Paper(
            arxiv_id=f"2401.{i:05}",
            title=f"Grasping study {i}",
            abstract="A gripper learns to hold soft things.",
            submitted=date(2024, 1, 1 + i % 28),
            updated=date(2024, 1, 1 + i % 28),
            primary_category="cs.RO",
            categories=("cs.RO",),
            authors=("Ada Byron",),
        )
        for i in range(1, 40)
    ]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    call = ("fetch", "--category", "cs.ro", "--since", "2024-01", "--until", "2024-01")
    with ArxivServer(papers) as server:
        monkeypatch.setenv("EXPLORER_ARXIV_URL", server.url)
        status, out, _ = run(capsys, *call, "--data-dir", str(tmp_path))
        assert status == 0
        assert "one request every three seconds" in out
        assert "39 papers came" in out
        assert "39 new" in out
        asked = len(server.asked)
        status, out, _ = run(capsys, *call, "--data-dir", str(tmp_path))
        assert (status, len(server.asked)) == (0, asked)
    _, out, _ = run(capsys, "status", "--format", "json", "--data-dir", str(tmp_path))
    assert json.loads(out) == [
        {
            "month": "2024-01",
            "category": "cs.RO",
            "held": 39,
            "expected": 39.0,
            "state": "complete",
            "basis": "announced",
        }
    ]
    _, out, _ = run(capsys, "status", "--data-dir", str(tmp_path))
    assert "no hole is known" in out


def test_status_lists_holes_and_mend_fetches_what_is_missing(capsys, tmp_path, monkeypatch):
    papers = sample_papers(60, first=date(2024, 1, 1), last=date(2024, 3, 31))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    here = ("--data-dir", str(tmp_path))
    with ArxivServer(papers) as server:
        monkeypatch.setenv("EXPLORER_ARXIV_URL", server.url)
        for month in ("2024-01", "2024-03"):
            span = ("--since", month, "--until", month)
            assert run(capsys, "fetch", "--category", "cs.RO", *span, *here)[0] == 0
        _, out, _ = run(capsys, "status", *here)
        assert "hole 2024-02-01 to 2024-02-29 in cs.RO: about 0 % held" in out
        assert "`explorer mend --since 2024-02-01 --until 2024-02-29` mends it" in out
        _, out, _ = run(capsys, "status", "--format", "csv", *here)
        states = {
            row["month"]: row["state"]
            for row in csv.DictReader(io.StringIO(out))
            if row["category"] == "cs.RO"
        }
        assert states == {"2024-01": "complete", "2024-02": "hole", "2024-03": "complete"}
        status, out, _ = run(capsys, "mend", *here)
    missing = sum(paper.submitted.month == 2 for paper in papers)
    assert status == 0
    assert f"{missing} papers came, {missing} of them new" in out
    assert run(capsys, "mend", *here)[1] == "No hole is known there.\n"
    assert "no hole is known" in run(capsys, "status", *here)[1]


def test_fetch_says_which_way_it_takes_and_why_and_takes_another_on_demand(
    capsys, tmp_path, monkeypatch
):
    last = datetime.now(UTC)
    papers = sample_papers(20, first=last.date() - timedelta(days=20), last=last.date())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    since = (last.date() - timedelta(days=25)).isoformat()
    call = ("fetch", "--category", "cs.RO", "--since", since, "--data-dir", str(tmp_path))
    with OaiServer(papers, now=last, page_size=40) as server:
        monkeypatch.setenv("EXPLORER_OAI_URL", server.url)
        monkeypatch.setenv("EXPLORER_ARXIV_URL", "http://127.0.0.1:1/api/query")
        status, out, _ = run(capsys, *call, "--via", "oai")
        assert status == 0
        assert "over OAI-PMH, as asked for" in out
        assert "20 papers came in 1 requests; 20 new" in out
        server.delete(papers[0])
        status, out, _ = run(capsys, *call)
        assert status == 0
        assert f"what changed since {last:%Y-%m-%d}" in out
        assert "1 deleted by arXiv" in out
    status, _, err = run(capsys, *call, "--via", "oai", "--category", "astro-ph")
    assert status == 1
    assert "OAI-PMH has no list of astro-ph alone" in err


def test_serve_runs_the_app_of_the_checkout():
    from explorer.commands.serve import app_folder

    assert (app_folder() / "app.py").exists()
    assert (app_folder() / ".streamlit" / "config.toml").exists()


def test_a_bad_record_is_told_and_skipped_only_on_demand(capsys, tmp_path: Path):
    file = tmp_path / "papers.csv"
    header = "id,title,abstract,published,primary_category,categories,authors\n"
    good = "2401.00001,A title,An abstract,2024-01-02,cs.RO,cs.RO,Ada Byron\n"
    bad = "2401.00002,A title,An abstract,never,cs.RO,cs.RO,Ada Byron\n"
    file.write_text(header + good + bad)
    here = ("--data-dir", str(tmp_path / "data"))
    status, _, err = run(capsys, "import", str(file), *here)
    assert status == 1
    assert "1 unreadable record, the first at line 3" in err
    assert not (tmp_path / "data" / "papers.sqlite").exists()
    status, out, _ = run(capsys, "import", str(file), "--skip-bad", *here)
    assert status == 0
    assert "1 papers added" in out
    assert "1 unreadable records skipped" in out


def test_what_is_exported_can_be_imported_elsewhere_and_is_the_same(capsysbinary, demo, tmp_path):
    file, home = str(tmp_path / "papers.jsonl"), ("--data-dir", str(tmp_path / "data"))
    assert main(["export", file, "--category", "cs.RO", *demo]) == 0
    lines = Path(file).read_bytes()
    count = len(lines.splitlines())
    assert f"{count:,} papers up to 2024-12-31" in capsysbinary.readouterr().out.decode()
    assert main(["import", file, *home]) == 0
    assert f"{count:,} papers added" in capsysbinary.readouterr().out.decode()
    assert main(["export", "-", *home]) == 0
    assert capsysbinary.readouterr().out == lines
