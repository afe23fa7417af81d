"""Where the results of an analysis are kept, and how they are read.

A run is a folder: tables (Parquet), the fitted model (npz and JSON) and ``manifest.json``, which is
written last and names every file with its size and hash. It is made aside and put in place by one
rename; ``current`` points to the newest by another. Readers always see a whole run, and fall back
to the one before, saying so, when a folder is damaged.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.errors import RunDamagedError, RunNotFoundError, StoreUnwritableError

if TYPE_CHECKING:
    import pandas as pd

CURRENT, MANIFEST = "current", "manifest.json"

BEFORE = "~"
"""Ends the name of a run that is being replaced."""

TABLES = ("niches", "members", "series", "words", "evidence")

ROWS_TOGETHER = 20_000
"""Rows of a table that are read together, so that a niche's are found without reading all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One analysis that was checked to be whole."""

    run_id: str
    path: Path
    manifest: dict[str, Any]
    """As-of date, scope, parameters, versions, seed, fingerprint of the papers, files."""
    notice: str = ""
    """What the reader should be told, if this is not the run that was asked for."""

    @property
    def verdicts_as_of(self) -> date:
        """The day from which niches were judged; papers may have joined them since."""
        return date.fromisoformat(self.manifest.get("verdicts_as_of", self.manifest["as_of"]))


def read_run(runs: Path, run_id: str | None = None) -> Run:
    """Open a run, the current one by default.

    Raises
    ------
    RunNotFoundError
        If there is none.
    RunDamagedError
        If the run asked for by name is not whole, or no run is.
    """
    if run_id is not None:
        if not (runs / run_id).is_dir():
            raise RunNotFoundError(runs, run_id)
        return _open(runs / run_id)
    newest = list_runs(runs)
    if not newest:
        raise RunNotFoundError(runs, "yet")
    first_problem: RunDamagedError | None = None
    for name in newest:
        try:
            run = _open(runs / name)
        except RunDamagedError as error:
            first_problem = first_problem or error
            continue
        if first_problem is None:
            return run
        notice = (
            f"The newest analysis cannot be read ({first_problem.reason}); this is the one before."
        )
        return Run(run_id=run.run_id, path=run.path, manifest=run.manifest, notice=notice)
    raise first_problem or RunNotFoundError(runs, "yet")


def run_as_of(runs: Path, as_of: date) -> Run:
    """Open the newest whole run that looked from this day, or from the month that it ends.

    Raises
    ------
    RunNotFoundError
    """
    for name in list_runs(runs):
        try:
            run = _open(runs / name)
        except RunDamagedError:
            continue
        if run.manifest["as_of"] == as_of.isoformat():
            return run
    raise RunNotFoundError(runs, f"as of {as_of}")


def list_runs(runs: Path) -> list[str]:
    """List the runs that are there, whole or not: the current one first, then newest first."""
    if not runs.is_dir():
        return []
    folders = [p for p in runs.iterdir() if p.is_dir() and not p.is_symlink() and p.name[0] != "."]
    link = runs / CURRENT
    current = link.readlink().name if link.is_symlink() else ""
    folders.sort(key=lambda p: (p.name != current, -p.stat().st_mtime_ns, p.name))
    return [p.name for p in folders]


def read_table(
    run: Run,
    name: str,
    *,
    columns: list[str] | None = None,
    kind: str = "",
    niche_ids: Sequence[str] = (),
    encoded: Sequence[str] = (),
) -> pd.DataFrame:
    """Read one of the run's ``TABLES``, or only the rows of a kind or of some niches.

    Columns that are ``encoded`` come as categories: where texts repeat, that takes little memory.
    """
    import pandas as pd

    filters: list[tuple[str, str, Any]] = [("kind", "==", kind)] if kind else []
    filters += [("niche_id", "in", set(niche_ids))] if niche_ids else []
    try:
        return pd.read_parquet(
            run.path / f"{name}.parquet",
            columns=columns,
            filters=filters or None,
            read_dictionary=list(encoded) or None,
        )
    except (OSError, ValueError) as error:
        raise RunDamagedError(run.path, f"{name}.parquet: {error}") from error


@contextmanager
def writing_run(runs: Path, run_id: str) -> Iterator[Path]:
    """Give a folder to write a run into; it becomes current when the block ends well.

    The block leaves ``manifest.json`` to ``write_manifest``. A block that raises leaves no trace.
    """
    aside = runs / f".{run_id}.partial"
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        yield aside
        _put_in_place(aside, runs / run_id)
        _make_current(runs, run_id)
        shutil.rmtree(runs / f"{run_id}{BEFORE}", ignore_errors=True)
    except OSError as error:
        raise StoreUnwritableError(runs, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def share_files(run: Run, folder: Path, names: Iterable[str]) -> dict[str, Any]:
    """Let a run that is being made have files of another, which nobody changes.

    Where a file cannot have two names, it is copied.

    Returns
    -------
    dict
        What the manifest says of these files.
    """
    shared = sorted(names)
    for name in shared:
        try:
            (folder / name).hardlink_to(run.path / name)
        except OSError:
            shutil.copyfile(run.path / name, folder / name)
    return {name: run.manifest["files"][name] for name in shared}


def remove_run(runs: Path, run_id: str) -> None:
    """Take a run away that nobody goes on from; whoever reads it now has its files open."""
    shutil.rmtree(runs / run_id, ignore_errors=True)


def write_manifest(
    folder: Path, facts: dict[str, Any], *, shared: Mapping[str, Any] | None = None
) -> None:
    """Write the manifest of a run whose other files lie in ``folder``.

    Parameters
    ----------
    shared : mapping, optional
        What is known of some files, as from ``share_files``.
    """
    known = shared or {}
    files = {
        path.name: known.get(path.name) or {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        for path in sorted(folder.iterdir())
    }
    text = json.dumps({**facts, "files": files}, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _open(path: Path) -> Run:
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        sizes = {name: facts["bytes"] for name, facts in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunDamagedError(path, f"its {MANIFEST} cannot be read") from error
    for name in sorted(sizes.keys() | {f"{table}.parquet" for table in TABLES}):
        file = path / name
        if not file.is_file() or file.stat().st_size != sizes.get(name):
            raise RunDamagedError(path, f"{name} is missing or cut short")
    return Run(run_id=path.name, path=path, manifest=manifest)


def _put_in_place(aside: Path, final: Path) -> None:
    """Put a run in the place of one of the same name, which readers can open until the end."""
    before = final.with_name(final.name + BEFORE)
    if not final.exists():
        aside.rename(final)
        return
    shutil.rmtree(before, ignore_errors=True)
    final.rename(before)
    try:
        aside.rename(final)
    except OSError:
        before.replace(final)
        raise


def _make_current(runs: Path, run_id: str) -> None:
    link = runs / f".{CURRENT}.partial"
    link.unlink(missing_ok=True)
    link.symlink_to(run_id, target_is_directory=True)
    link.replace(runs / CURRENT)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
