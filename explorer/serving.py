"""The process that serves the dashboard: Streamlit, with what its pages need made ready meanwhile.

A browser takes most of a second to load Streamlit before it asks for the first page. In that time
a thread imports what pages import, so that the first chart does not wait for it.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
import socket
import sys
import threading
import time

SWITCH_SECONDS = 0.0005
"""How long a thread may hold the interpreter while others wait: Streamlit's server sends many small
files from the same process, each of which would wait for Python's usual 5 ms several times."""

PAUSE_SECONDS = 3.0
"""For how long the first page is then left alone, before the other parts are imported."""

NEW_OBJECTS = 10_000
"""After how many the youngest are looked at for garbage; a page makes Python's usual 700 over and
over again, and nearly all of them go without a look."""

POLL_SECONDS, POLLS = 0.02, 1_000
"""How often, and how many times, to look whether the server is up."""


def serve(port: int) -> None:
    """Serve ``app.py`` of the current folder on a port of this machine until interrupted."""
    from streamlit.web.cli import main

    sys.setswitchinterval(SWITCH_SECONDS)
    threading.Thread(target=_make_ready_behind, args=(port,), daemon=True).start()
    main(["run", "app.py", "--server.port", str(port)], prog_name="streamlit")


def make_ready(*, pause: float = 0.0) -> None:
    """Import what pages import, and let charts be drawn without a check of each.

    What was imported stays, so that no collection of garbage looks at it again: a full one would
    hold up everybody for longer than most pages take. Nor is there one meanwhile.

    Parameters
    ----------
    pause : float
        Seconds between what the first page needs and the rest.
    """
    gc.disable()
    try:
        _import_first()
        time.sleep(pause)
        _import_all()
    finally:
        gc.enable()
    gc.set_threshold(NEW_OBJECTS)
    gc.freeze()


def _import_first() -> None:
    for name in importlib.import_module("explorer.pages.parts.ahead").FIRST:
        importlib.import_module(name)
    importlib.import_module("explorer.charts.looks").trust_charts()


def _import_all() -> None:
    parts = importlib.import_module("explorer.pages.parts")
    for found in pkgutil.iter_modules(parts.__path__):
        importlib.import_module(f"{parts.__name__}.{found.name}")


def _make_ready_behind(port: int) -> None:
    """Begin once the server answers: before that, imports would only hold it up."""
    for _ in range(POLLS):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(POLL_SECONDS)
    make_ready(pause=PAUSE_SECONDS)
