"""An exported file written whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from explorer.errors import PlanFileUnwritableError


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step; what stood there stays until then.

    Raises
    ------
    PlanFileUnwritableError
        If the folder is missing or cannot be written, or the disk is full.
    """
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}-", dir=path.parent)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            unfinished.chmod(_mode(path))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise PlanFileUnwritableError(str(path), error.strerror or str(error)) from error


def _mode(path: Path) -> int:
    """Return how open the file is to others: as before, or as new files are."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
