"""The demonstration made ready: invented papers and their analysis, in a folder of their own."""

from __future__ import annotations

import importlib
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from explorer.analysis import analyze
from explorer.corpus.progress import Progress, silent
from explorer.errors import RunError, StoreUnwritableError
from explorer.runs import read_run
from explorer.settings import Settings

ANALYSIS = ("explorer.topics.subfields", "explorer.trends.outlook", "sklearn.decomposition")
"""What takes long to import and is needed once the papers are there."""


def prepare_demonstration(
    settings: Settings, *, now: datetime, progress: Progress = silent
) -> Settings:
    """Make the demonstration corpus and its analysis, unless they are there or being made.

    Returns
    -------
    Settings
        That look at the demonstration's own folder.
    """
    from filelock import FileLock

    place = settings.demonstration
    try:
        place.data_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(place.data_dir / ".making.lock"):
            if not (place.papers.exists() and _has_run(place)):
                progress("Inventing papers for the demonstration", 0, None)
                _invent(place.papers)
                analyze(place, now=now, progress=progress)
    except OSError as error:
        raise StoreUnwritableError(place.data_dir, error.strerror or str(error)) from error
    return place


def _invent(store: Path) -> None:
    """Invent papers in another process, and import meanwhile what will analyse them."""
    command = [sys.executable, "-m", "explorer.corpus.demonstration.storing", str(store)]
    none = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=none, stdout=none, stderr=none) as other:  # noqa: S603
        try:
            for name in ANALYSIS:
                importlib.import_module(name)
        except BaseException:
            other.kill()
            raise
    if other.returncode:
        from explorer.corpus.demonstration.storing import store_demonstration

        store_demonstration(store)  # says what was wrong


def _has_run(settings: Settings) -> bool:
    try:
        read_run(settings.runs)
    except RunError:
        return False
    return True
