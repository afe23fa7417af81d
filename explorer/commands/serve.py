"""``explorer serve``: the dashboard in a browser."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from explorer.commands.command import Command
from explorer.settings import CHECKOUT, Settings


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501, help="port on this machine")


def _run(arguments: argparse.Namespace, settings: Settings) -> None:
    from explorer.serving import serve

    home = app_folder()
    os.environ["EXPLORER_DATA"] = str(settings.data_dir)
    print(f"Research Direction Explorer: http://localhost:{arguments.port} (Ctrl-C ends it)")
    sys.stdout.flush()
    os.chdir(home)
    if not settings.papers.exists():
        _begin_demonstration(settings)
    serve(arguments.port)


def _begin_demonstration(settings: Settings) -> None:
    """Make the demonstration while the server starts; the first page shows how far it is."""
    from explorer.jobs import Desk, Order

    Desk().start(Order(work="demonstration", settings=settings))


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
