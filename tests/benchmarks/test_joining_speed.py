"""What it costs that papers join a run, from the order to the written run.

Looks at the folder that the settings name; ``EXPLORER_DATA`` points it elsewhere. It copies store
and analysis (3 GB of a million papers), and adds papers of its own to the copy.
"""

import json
import logging
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pytest

from explorer.corpus.merging import merge_papers
from explorer.corpus.news import read_mark
from explorer.corpus.papers import Paper
from explorer.corpus.store import create_store, writing
from explorer.errors import ExplorerError
from explorer.jobs import Order
from explorer.runs import read_run
from explorer.settings import Settings, load_settings

PAPERS, SECONDS = 2_000, 5.0

pytestmark = pytest.mark.benchmark

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@pytest.fixture
def home(tmp_path):
    """A copy of the folder of real papers, with papers that are not in its analysis."""
    real = load_settings()
    try:
        run = read_run(real.runs)
    except ExplorerError:
        pytest.skip("needs an analysis of real papers")
    shutil.copytree(real.runs, tmp_path / "runs", symlinks=True)
    shutil.copy2(real.papers, tmp_path)
    settings = Settings(data_dir=tmp_path)
    create_store(settings.papers)
    mark_as_of_today(settings, run.run_id)
    put_new_papers(settings, date.fromisoformat(run.manifest["as_of"]))
    return settings


def mark_as_of_today(settings, run_id):
    """Note in an older run what runs note today: how far the store was read."""
    manifest = settings.runs / run_id / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**facts, "seen": read_mark(settings.papers)}))


def put_new_papers(settings, as_of):
    """Let papers come that say what some of those held say."""
    with closing(sqlite3.connect(settings.papers)) as store:
        (last,) = store.execute("SELECT max(key) FROM papers").fetchone()
        keys = np.random.default_rng(0).choice(last, PAPERS, replace=False) + 1
        columns = "title, abstract, primary_category, categories, authors"
        query = f"SELECT {columns} FROM papers WHERE key = ?"  # noqa: S608
        rows = [store.execute(query, (key,)).fetchone() for key in keys.tolist()]
    day = as_of + timedelta(days=1)
    papers = [
        Paper(
            arxiv_id=f"{day:%y%m}.9{number:04d}",
            title=title,
            abstract=abstract,
            submitted=day,
            updated=day,
            primary_category=primary,
            categories=tuple(categories.split()),
            authors=tuple(authors.split("; ")),
        )
        for number, (title, abstract, primary, categories, authors) in enumerate(rows)
    ]
    with writing(settings.papers) as connection:
        merge_papers(connection, papers)


def test_papers_join_within_seconds(home):
    command = [sys.executable, "-m", "explorer.jobs"]
    order = Order(work="refresh", settings=home).to_json()
    environment = {**os.environ, "XDG_CACHE_HOME": str(home.data_dir)}
    began, spent = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, order], check=True, env=environment)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    facts = read_run(home.runs).manifest
    processor = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    log.info("%d join %d: %.1f s, of processor %.1f s", PAPERS, facts["papers"], seconds, processor)
    assert facts["assigned"] == PAPERS
    assert "verdicts_as_of" in facts
    assert seconds <= SECONDS
