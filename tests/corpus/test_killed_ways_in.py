"""``kill -9`` anywhere in any way in, then again: the same store, and readers that notice nothing.

Kills fall on the calls of the run, evenly: while a file is checked, an answer awaited, a batch
merged, between two statements of a transaction, and before and after its commit. In the long test
half of them fall at any moment instead, in the middle of what SQLite does.
"""

import random
from contextlib import ExitStack

import pytest
from killed_runs import Runs, everything, ways

from explorer.corpus.reading import describe_store

WAYS = ways()
POINTS, MANY_POINTS = 5, 100
SEED = 20_261_122


@pytest.fixture(scope="module")
def runs():
    with Runs() as runs:
        yield runs


@pytest.fixture(scope="module")
def undisturbed(runs, tmp_path_factory):
    """For a way in: its source, what a run that nobody disturbs stores, and how long it is."""
    made, kept = {}, ExitStack()

    def run(way):
        if way not in made:
            folder = tmp_path_factory.mktemp("undisturbed")
            source = kept.enter_context(WAYS[way].source(folder))
            told = runs.run(way, folder / "papers.sqlite", source)
            made[way] = source, everything(folder / "papers.sqlite"), told
        return made[way]

    with kept:
        yield run


def kill_and_repeat(runs, store, way, source, kills):
    """Run, and again as often as it is killed, under a reader's eyes; return how often it was."""
    runs.watch(store)
    killed = 0
    for kill in (*kills, {}):
        if not runs.run(way, store, source, **kill)["killed"]:
            break
        killed += 1
    seen = runs.watched()
    assert seen["error"] == ""
    assert killed <= len(kills)
    return killed


def kills_by_call(rng, told):
    """Choose where a run is killed, and where the next one, which may have less to do."""
    first = rng.randrange(1, told["calls"])
    again = [rng.randrange(1, first + 1) for _ in range(rng.randrange(3))]
    return [{"at_call": call} for call in (first, *again)]


@pytest.mark.parametrize("way", WAYS)
def test_a_run_killed_anywhere_and_run_again_gives_the_same_store(runs, undisturbed, tmp_path, way):
    source, expected, told = undisturbed(way)
    rng = random.Random(SEED)  # noqa: S311
    for point in range(POINTS):
        store = tmp_path / str(point) / "papers.sqlite"
        kills = kills_by_call(rng, told)
        assert kill_and_repeat(runs, store, way, source, kills) >= 1
        assert everything(store) == expected, kills


@pytest.mark.benchmark
@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_kills_change_nothing(runs, undisturbed, tmp_path, way):
    source, expected, told = undisturbed(way)
    rng, killed = random.Random(SEED + 1), 0  # noqa: S311
    for point in range(MANY_POINTS):
        store = tmp_path / str(point) / "papers.sqlite"
        kills = kills_by_call(rng, told)
        if point % 2:
            kills = [{"after": rng.uniform(0, told["seconds"])} for _ in kills]
        killed += kill_and_repeat(runs, store, way, source, kills)
        assert everything(store) == expected, kills
    assert killed >= MANY_POINTS


def test_an_undisturbed_run_brings_everything(undisturbed):
    for way in WAYS:
        _, expected, told = undisturbed(way)
        assert expected.count(b"abstract") == WAYS[way].papers
        assert told["calls"] > 1_000


def test_a_reader_sees_whole_states_only(runs, undisturbed, tmp_path):
    """The reader of these tests looks often enough, and does not find everything good."""
    source, _, _ = undisturbed("bulk metadata")
    store = tmp_path / "papers.sqlite"
    runs.watch(store)
    for _ in range(3):
        runs.run("bulk metadata", store, source)
    seen = runs.watched()
    assert seen["error"] == ""
    assert seen["looks"] >= 3
    assert seen["papers"] == describe_store(store).papers == 150
