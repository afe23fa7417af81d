import shutil
from datetime import UTC, datetime

import pytest

from explorer import demonstration as making
from explorer.corpus import demonstration as invented
from explorer.corpus.demonstration.storing import store_demonstration
from explorer.corpus.merging import merge_papers
from explorer.corpus.reading import describe_store
from explorer.corpus.store import writing
from explorer.demonstration import prepare_demonstration
from explorer.errors import RunNotFoundError, StoreBusyError, StoreUnwritableError
from explorer.runs import read_run
from explorer.settings import Settings

LATER = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def root_of(demonstration):
    return Settings(data_dir=demonstration.data_dir.parent)


@pytest.fixture
def analysed(monkeypatch):
    """Places that were analysed, which here takes no time."""
    asked = []
    monkeypatch.setattr(making, "analyze", lambda settings, **_: asked.append(settings))
    return asked


def test_preparing_the_demonstration_again_makes_nothing_anew(demonstration, monkeypatch):
    monkeypatch.setattr(making, "analyze", None)
    monkeypatch.setattr(making, "_invent", None)
    assert prepare_demonstration(root_of(demonstration), now=LATER) == demonstration


def test_the_demonstration_stays_in_its_own_folder(demonstration):
    root = root_of(demonstration)
    assert demonstration == root.demonstration
    assert not root.papers.exists()
    assert not root.user.exists()
    with pytest.raises(RunNotFoundError):
        read_run(root.runs)


@pytest.mark.parametrize("file", ["niches.parquet", "manifest.json"])
def test_a_damaged_demonstration_is_made_anew(demonstration, tmp_path, monkeypatch, analysed, file):
    root = Settings(data_dir=tmp_path)
    shutil.copytree(demonstration.data_dir, root.demonstration.data_dir, symlinks=True)
    run = read_run(root.demonstration.runs)
    (run.path / file).write_bytes(b"")
    monkeypatch.setattr(making, "_invent", lambda _: None)
    prepare_demonstration(root, now=LATER)
    assert analysed == [root.demonstration]


def test_one_broken_off_before_its_analysis_is_finished_with_the_same_papers(
    demonstration, tmp_path, analysed
):
    root = Settings(data_dir=tmp_path)
    root.demonstration.data_dir.mkdir()
    some = invented.make_demonstration().papers[:500]
    with writing(root.demonstration.papers, kind="demonstration") as connection:
        merge_papers(connection, some)
    prepare_demonstration(root, now=LATER)
    assert analysed == [root.demonstration]
    held = describe_store(root.demonstration.papers)
    assert held.papers == describe_store(demonstration.papers).papers


def test_what_kept_the_other_process_from_storing_is_told(tmp_path, analysed):
    root = Settings(data_dir=tmp_path)
    with (
        writing(root.demonstration.papers, kind="demonstration"),
        pytest.raises(StoreBusyError, match="another process is writing"),
    ):
        prepare_demonstration(root, now=LATER)
    assert analysed == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path, analysed):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnwritableError, match="cannot write"):
        prepare_demonstration(Settings(data_dir=tmp_path / "file"), now=LATER)
    assert analysed == []


def test_papers_are_the_same_from_either_process(demonstration, tmp_path):
    store = tmp_path / "papers.sqlite"
    store_demonstration(store)
    ours, theirs = describe_store(store), describe_store(demonstration.papers)
    assert ours.papers == theirs.papers
    assert ours.categories.equals(theirs.categories)
