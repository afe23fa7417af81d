import errno
import json
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from explorer.errors import RunDamagedError, RunNotFoundError, StoreUnwritableError
from explorer.runs import (
    CURRENT,
    MANIFEST,
    TABLES,
    list_runs,
    read_run,
    read_table,
    write_manifest,
    writing_run,
)


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "runs"


def fill(folder, mark):
    for name in TABLES:
        pd.DataFrame({"mark": [mark] * 50}).to_parquet(folder / f"{name}.parquet", index=False)
    write_manifest(folder, {"mark": mark})


def write(runs, run_id, mark=None):
    with writing_run(runs, run_id) as folder:
        fill(folder, mark or run_id)
    return runs / run_id


def write_two(runs):
    """Write an older and a newer run."""
    for age, name in [(2_000, "older"), (1_000, "newer")]:
        path = write(runs, name)
        os.utime(path, (time.time() - age,) * 2)
    return runs / "older", runs / "newer"


def mark_of(run):
    """What the run's tables say, which must all say the same."""
    (mark,) = {read_table(run, name)["mark"][0] for name in TABLES} | {run.manifest["mark"]}
    return mark


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_run_is_read_as_it_was_written(runs):
    path = write(runs, "2024-12-abc")
    run = read_run(runs)
    assert (run.run_id, run.path.resolve(), run.notice) == ("2024-12-abc", path.resolve(), "")
    assert mark_of(run) == "2024-12-abc"
    assert read_table(run, "niches", columns=["mark"]).shape == (50, 1)


def test_the_rows_of_some_niches_are_read_alone(runs):
    table = pd.DataFrame({"niche_id": ["a", "b", "a", "c"], "kind": ["x", "x", "y", "y"]})
    with writing_run(runs, "2024-12-abc") as folder:
        for name in TABLES:
            table.to_parquet(folder / f"{name}.parquet", index=False, row_group_size=2)
        write_manifest(folder, {"mark": "one"})
    run = read_run(runs)
    for niche_ids in (["a"], ["c", "a"], ["missing"]):
        found = read_table(run, "members", niche_ids=niche_ids)
        wanted = table[table["niche_id"].isin(niche_ids)].reset_index(drop=True)
        assert found.to_dict("list") == wanted.to_dict("list")
    assert read_table(run, "members", niche_ids=["a"], kind="y").to_dict("list") == {
        "niche_id": ["a"],
        "kind": ["y"],
    }


def test_the_manifest_names_every_file_with_its_size_and_hash(runs):
    path = write(runs, "one")
    files = read_run(runs).manifest["files"]
    assert set(files) == {f"{name}.parquet" for name in TABLES}
    for name, facts in files.items():
        assert facts["bytes"] == (path / name).stat().st_size
        assert len(facts["sha256"]) == 64


def test_the_manifest_is_text_that_is_the_same_for_the_same_run(runs, tmp_path):
    first, second = write(runs, "one", "x"), write(tmp_path / "others", "one", "x")
    assert (first / MANIFEST).read_bytes() == (second / MANIFEST).read_bytes()
    assert json.loads((first / MANIFEST).read_text())["mark"] == "x"


def test_the_newest_run_is_current_and_others_are_read_by_name(runs):
    write_two(runs)
    assert mark_of(read_run(runs)) == "newer"
    assert mark_of(read_run(runs, "older")) == "older"
    assert list_runs(runs) == ["newer", "older"]
    assert (runs / CURRENT).is_symlink()
    assert (runs / CURRENT).resolve().name == "newer"
    assert (runs / CURRENT / "niches.parquet").is_file()


def point_at(runs, name):
    (runs / CURRENT).unlink()
    (runs / CURRENT).symlink_to(name, target_is_directory=True)


def test_the_current_link_outweighs_age(runs):
    write_two(runs)
    point_at(runs, "older")
    assert read_run(runs).run_id == "older"
    assert list_runs(runs) == ["older", "newer"]


def test_the_current_link_is_followed_in_a_folder_that_is_itself_a_link(runs, tmp_path):
    write_two(runs)
    point_at(runs, "older")
    linked = tmp_path / "linked"
    linked.symlink_to(runs, target_is_directory=True)
    assert read_run(linked).run_id == "older"


def test_the_current_link_is_followed_in_a_relative_folder(runs, tmp_path, monkeypatch):
    write_two(runs)
    point_at(runs, "older")
    monkeypatch.chdir(tmp_path)
    assert read_run(Path("runs")).run_id == "older"


def test_runs_can_be_moved_with_their_folder(runs, tmp_path):
    write_two(runs)
    moved = runs.rename(tmp_path / "moved")
    assert mark_of(read_run(moved)) == "newer"


@pytest.mark.parametrize("made", [False, True])
def test_without_runs_there_is_nothing_to_read(runs, made):
    if made:
        runs.mkdir()
    assert list_runs(runs) == []
    with pytest.raises(RunNotFoundError, match="explorer analyze"):
        read_run(runs)


@pytest.mark.parametrize("name", ["missing", ".newer.partial", "newer/niches.parquet"])
def test_a_run_that_is_not_there_is_not_found(runs, name):
    write_two(runs)
    with pytest.raises(RunNotFoundError, match="no analysis"):
        read_run(runs, name)


def cut(path):
    path.write_bytes(path.read_bytes()[:-10])


DAMAGES = {
    "a table is cut short": lambda run: cut(run / "series.parquet"),
    "a table is empty": lambda run: (run / "niches.parquet").write_bytes(b""),
    "a table is missing": lambda run: (run / "words.parquet").unlink(),
    "a table is a folder": lambda run: [
        (run / "words.parquet").unlink(),
        (run / "words.parquet").mkdir(),
    ],
    "the manifest is missing": lambda run: (run / MANIFEST).unlink(),
    "the manifest is cut short": lambda run: cut(run / MANIFEST),
    "the manifest is empty": lambda run: (run / MANIFEST).write_text(""),
    "the manifest is of another kind": lambda run: (run / MANIFEST).write_text("[1, 2]"),
    "the manifest names no files": lambda run: (run / MANIFEST).write_text("{}"),
    "the manifest is not text": lambda run: (run / MANIFEST).write_bytes(b"\xff\xfe\x00"),
    "the manifest forgets a table": lambda run: forget(run, "evidence.parquet"),
    "the manifest has no sizes": lambda run: (run / MANIFEST).write_text('{"files": {"a": 3}}'),
}


def forget(run, name):
    manifest = json.loads((run / MANIFEST).read_text())
    del manifest["files"][name]
    (run / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_run_gives_way_to_the_one_before_and_says_so(runs, damage):
    _, newer = write_two(runs)
    DAMAGES[damage](newer)
    run = read_run(runs)
    assert mark_of(run) == "older"
    assert "cannot be read" in run.notice
    assert "the one before" in run.notice
    with pytest.raises(RunDamagedError, match="newer"):
        read_run(runs, "newer")


def test_when_every_run_is_damaged_the_first_problem_is_told(runs):
    for path in write_two(runs):
        cut(path / "niches.parquet")
    with pytest.raises(RunDamagedError, match=r"newer.*niches\.parquet.*explorer analyze"):
        read_run(runs)


def test_a_run_whose_folder_was_deleted_gives_way_to_the_one_before(runs):
    write_two(runs)
    (runs / "newer").rename(runs.parent / "elsewhere")
    assert mark_of(read_run(runs)) == "older"


def test_a_damaged_older_run_is_nobodys_business(runs):
    older, _ = write_two(runs)
    cut(older / "niches.parquet")
    assert read_run(runs).notice == ""


def test_a_table_damaged_without_a_change_of_size_is_told_when_read(runs):
    path = write(runs, "one") / "niches.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(RunDamagedError, match=r"niches\.parquet"):
        read_table(read_run(runs), "niches")


def test_a_new_run_after_a_damaged_one_is_whole(runs):
    cut(write(runs, "one") / "niches.parquet")
    write(runs, "one", "again")
    run = read_run(runs)
    assert (mark_of(run), run.notice) == ("again", "")
    assert names_in(runs) == [CURRENT, "one"]


def write_and_fail(runs, run_id, error):
    with writing_run(runs, run_id) as folder:
        fill(folder, run_id)
        raise error


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_block_that_raises_leaves_no_trace(runs, error):
    write(runs, "one")
    with pytest.raises(error):
        write_and_fail(runs, "two", error)
    assert names_in(runs) == [CURRENT, "one"]
    assert mark_of(read_run(runs)) == "one"


def test_what_a_killed_writer_left_behind_is_no_run_and_is_cleared_away(runs):
    left = runs / ".one.partial"
    left.mkdir(parents=True)
    (left / "niches.parquet").write_bytes(b"half")
    assert list_runs(runs) == []
    write(runs, "one")
    assert names_in(runs) == [CURRENT, "one"]
    assert set(read_run(runs).manifest["files"]) == {f"{name}.parquet" for name in TABLES}


def test_writing_again_replaces_a_run(runs):
    write(runs, "one", "first")
    write(runs, "one", "second")
    assert mark_of(read_run(runs)) == "second"
    assert names_in(runs) == [CURRENT, "one"]


def test_a_full_disk_is_told_and_leaves_what_was_there(runs):
    write(runs, "one")
    with pytest.raises(StoreUnwritableError, match="No space left"):
        write_and_fail(runs, "two", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert mark_of(read_run(runs)) == "one"
    assert names_in(runs) == [CURRENT, "one"]


def test_a_disk_that_fills_up_at_the_last_step_leaves_what_was_there(runs, monkeypatch):
    write(runs, "one", "first")
    rename, count = Path.rename, []

    def fail_at_the_last(self, target):
        count.append(target)
        if Path(target) == runs / "one":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail_at_the_last)
        with pytest.raises(StoreUnwritableError):
            write(runs, "one", "second")
    assert count
    assert mark_of(read_run(runs)) == "first"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritableError, match="file"):
        write(tmp_path / "file" / "runs", "one")


@pytest.fixture
def nobody():
    """Be subject to the rights of folders, which root is not; in a folder that all can reach."""
    shared = Path(tempfile.mkdtemp())
    shared.chmod(0o755)
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield shared
        os.seteuid(0)
    else:
        shared.chmod(0o555)
        yield shared
        shared.chmod(0o755)
    shutil.rmtree(shared)


def test_a_folder_that_must_not_be_written_is_told(nobody):
    with pytest.raises(StoreUnwritableError, match=r"Permission denied.*--data-dir"):
        write(nobody / "runs", "one")
    with pytest.raises(StoreUnwritableError, match="Permission denied"):
        write(nobody, "one")
    assert names_in(nobody) == []


def test_a_reader_at_any_step_of_a_replacement_sees_a_whole_run(runs, monkeypatch):
    """Look after every single step that the writer takes on the disk."""
    write(runs, "one", "first")
    seen = []

    def watched(step):
        def act(self, *arguments, **options):
            done = step(self, *arguments, **options)
            with pytest.MonkeyPatch.context() as patch:
                for name, original in steps.items():
                    patch.setattr(Path, name, original)
                seen.append(mark_of(read_run(runs)))
            return done

        return act

    steps = {name: getattr(Path, name) for name in ("rename", "replace", "symlink_to", "unlink")}
    for name, step in steps.items():
        monkeypatch.setattr(Path, name, watched(step))
    write(runs, "one", "second")
    monkeypatch.undo()
    assert len(seen) >= 2
    assert set(seen) <= {"first", "second"}
    assert seen == sorted(seen)


def test_readers_meanwhile_see_only_whole_runs(runs):
    write(runs, "run0")
    stop, seen, problems = threading.Event(), set(), []

    def read_on():
        while not stop.is_set():
            try:
                seen.add(mark_of(read_run(runs)))
            except Exception as error:  # noqa: BLE001
                problems.append(error)

    reader = threading.Thread(target=read_on)
    reader.start()
    for number in range(1, 16):
        write(runs, f"run{number}")
    stop.set()
    reader.join()
    assert problems == []
    assert seen <= {f"run{number}" for number in range(16)}
    assert len(seen) > 1
