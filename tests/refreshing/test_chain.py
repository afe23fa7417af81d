"""Looking back over several refreshes."""

import json
import shutil
from datetime import UTC, date, datetime

import pytest

from explorer.cli import main
from explorer.errors import NothingToCompareError
from explorer.refreshing.chain import last_before, runs_before
from explorer.refreshing.digest import read_digest
from explorer.refreshing.run import refresh_run
from explorer.runs import read_run, read_table
from explorer.settings import Settings

DAYS = [date(2024, 10, 31), date(2024, 12, 31)]


@pytest.fixture(scope="module")
def chain(fitted, hold, tmp_path_factory):
    """A folder with a first analysis and two refreshes, and its runs, the newest first."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("chain") / "data")
    shutil.copytree(fitted.data_dir, settings.data_dir, symlinks=True)
    runs = [read_run(settings.runs)]
    for month, day in enumerate(DAYS, 1):
        hold(settings, day)
        runs.insert(0, refresh_run(settings, now=datetime(2026, month, 1, tzinfo=UTC)))
    return settings, runs


def test_a_run_knows_all_that_it_goes_on_from(chain):
    settings, (last, *earlier) = chain
    assert [run.run_id for run in runs_before(settings.runs, last)] == [
        run.run_id for run in earlier
    ]
    assert runs_before(settings.runs, earlier[-1]) == []


def test_a_run_that_is_gone_ends_the_way_back(chain, tmp_path):
    _, (last, between, _) = chain
    shutil.copytree(last.path.parent, tmp_path / "runs", symlinks=True)
    shutil.rmtree(tmp_path / "runs" / between.run_id)
    assert runs_before(tmp_path / "runs", last) == []


@pytest.mark.parametrize(
    ("since", "chosen"),
    [
        (date(2025, 6, 1), 0),
        (date(2024, 11, 1), 0),
        (date(2024, 10, 31), 0),
        (date(2024, 10, 30), 1),
        (date(2000, 1, 1), 1),
    ],
)
def test_the_newest_run_of_a_day_or_before_is_compared_with(chain, since, chosen):
    _, (_, *earlier) = chain
    assert last_before(earlier, since) == earlier[chosen]


def test_a_digest_over_two_refreshes_counts_what_both_brought(chain):
    settings, (last, between, first) = chain
    digest = read_digest(settings, last, since=date(2024, 10, 1))
    assert digest.since == date(2024, 9, 30)
    assert digest.joined == last.manifest["assigned"] + between.manifest["assigned"]
    assert digest.papers - digest.joined == first.manifest["papers"]
    assert read_digest(settings, last, since=date(2024, 11, 1)) == read_digest(settings, last)


def test_a_digest_over_two_refreshes_tells_the_events_of_both(chain):
    settings, (last, between, _) = chain
    told = read_digest(settings, last, since=date(2024, 10, 1)).events
    alone = read_digest(settings, between).events
    files = [run.path / "events.parquet" for run in (between, last)]
    assert len(told) == sum(len(read_table(run, "events")) for run in (between, last))
    assert all(file.exists() for file in files)
    assert told[: len(alone)] == alone


def test_a_first_analysis_has_nothing_to_compare(chain):
    settings, (*_, first) = chain
    with pytest.raises(NothingToCompareError):
        read_digest(settings, first, since=date(2024, 1, 1))


def test_the_command_takes_a_month(chain, capsys):
    settings, _ = chain
    assert main(["digest", "--since", "2024-10", "--data-dir", str(settings.data_dir)]) == 0
    assert "What changed since 30 September 2024" in capsys.readouterr().out
    assert main(["digest", "--data-dir", str(settings.data_dir)]) == 0
    assert "What changed since 31 October 2024" in capsys.readouterr().out


def test_holes_of_every_refresh_are_told_once(chain, tmp_path):
    settings, (last, between, _) = chain
    copy = Settings(data_dir=tmp_path / "data")
    shutil.copytree(settings.data_dir, copy.data_dir, symlinks=True)
    for run in (last, between):
        manifest = copy.runs / run.run_id / "manifest.json"
        facts = json.loads(manifest.read_text()) | {"not_fetched": ["cs.RO: half of May"]}
        manifest.write_text(json.dumps(facts))
    digest = read_digest(copy, read_run(copy.runs), since=date(2024, 10, 1))
    assert digest.holes == ("cs.RO: half of May",)
