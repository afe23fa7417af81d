"""``explorer serve``: the dashboard in a browser."""

from __future__ import annotations

import argparse
import importlib
import os
import runpy
import subprocess
import sys
import threading
from pathlib import Path

from explorer.commands.command import Command
from explorer.settings import CHECKOUT, Settings

WARM_UP_AFTER = 0.8
"""Seconds after which the server listens, and has nothing to do until a browser asks."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501, help="port on this machine")


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    home = app_folder()
    os.environ["EXPLORER_DATA"] = str(settings.data_dir)
    print(f"Research Direction Explorer: http://localhost:{arguments.port} (Ctrl-C ends it)")
    sys.stdout.flush()
    os.chdir(home)
    if not settings.papers.exists():
        _begin_demonstration(settings)
    warm_up = threading.Timer(WARM_UP_AFTER, _import_what_pages_need)
    warm_up.daemon = True
    warm_up.start()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(arguments.port)]
    runpy.run_module("streamlit", run_name="__main__")


def _begin_demonstration(settings: Settings) -> None:
    """Make the demonstration while the server starts; the first page waits for it to be ready."""
    from explorer.jobs import Order

    order = Order(work="demonstration", settings=settings).to_json()
    command = [sys.executable, "-m", "explorer.jobs", order]
    subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _import_what_pages_need() -> None:
    """Import while the browser loads what the first page would wait for."""
    for name in ("pandas", "pyarrow.parquet", "altair"):
        importlib.import_module(name)


def app_folder() -> Path:
    """Return the folder of ``app.py`` and its settings: the checkout, or the installed copy."""
    installed = Path(__file__).resolve().parent.parent / "_served"
    return CHECKOUT if (CHECKOUT / "app.py").exists() else installed


SERVE = Command(
    name="serve",
    help="Open the dashboard; with no papers yet it shows an invented demonstration corpus.",
    examples=("explorer serve", "explorer serve --port 8600 --data-dir ~/papers"),
    add_arguments=_add_arguments,
    run=_run,
)
