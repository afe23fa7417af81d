"""Invented niches and rungs; every word of these papers is our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import pytest

from explorer.plans.records import Rung, RungPaper

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AS_OF = date(2024, 12, 31)

TOPICS: dict[str, dict[str, Any]] = {
    "tide pool robots": {
        "methods": ["suction gait planning", "tidal state filters", "soft limb control"],
        "subjects": ["slippery rock", "wave surge", "kelp entanglement"],
        "things": "barnacles soles crawlers harbours swell anemones ebbs suckers algae basalt",
        "do": "scratch climb coat lose steer guide",
        "data": "RockPool-3",
        "metric": "success rate",
    },
    "handwritten score reading": {
        "methods": ["staff line erasure", "symbol grammars", "ink graph matching"],
        "subjects": ["faded manuscripts", "crossing slurs", "figured bass"],
        "things": "monks quills clefs binders archives folios lamps ligatures tablets chants",
        "do": "copy trim photograph hide correct blot",
        "data": "ScoreInk-9",
        "metric": "error rate",
    },
}
OPENINGS = (
    "However, {subject} remains a difficult problem in {name}, and {aside}.",
    "Little is known about {subject} when {aside}.",
    "The cost of {subject} limits {name}, where {aside}.",
)
WAYS = (
    "We propose an approach based on {method} for {subject}, because {aside}.",
    "In this paper we study {subject} using {method} and {other} while {aside}.",
    "We present a system for {subject} built on {method}; {aside}.",
)
CLAIMS = (
    "It improves {metric} by {figure}% over earlier work on {subject} although {aside}.",
    "On the {data} data set the {metric} is {figure}% better than with {other} as {aside}.",
    "We show that {method} outperforms {other} by {figure}% even when {aside}.",
)
NAMES = ("Ada Quill", "Bo Marsh", "Cy Fenn", "Di Holt", "Ed Roe", "Flo Pike", "Gus Lark")


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedNiche:
    """A row of ``niches.parquet``, its papers and its words."""

    row: dict[str, Any]
    papers: pd.DataFrame
    words: pd.DataFrame


def invent_niche(
    name: str = "tide pool robots", *, papers: int = 40, seed: int = 0
) -> InventedNiche:
    """Write the papers of one invented niche; the same arguments give the same papers."""
    topic, chance = TOPICS[name], np.random.default_rng([seed, crc32(name.encode())])
    rows = [_invent_paper(name, topic, number, chance) for number in range(papers)]
    terms = [*topic["methods"], *topic["subjects"]]
    words = pd.DataFrame(
        {
            "niche_id": "n" + name[:4].strip(),
            "term": terms,
            "weight": [1.0 - 0.1 * rank for rank in range(len(terms))],
            "share_recent": 0.3,
            "share_before": 0.2,
        }
    )
    row = {
        "niche_id": "n" + name[:4].strip(),
        "slug": name.replace(" ", "-"),
        "name": name,
        "terms": terms,
        "papers": papers,
        "growth": 1.31,
        "score": 77.5,
    }
    return InventedNiche(row=row, papers=pd.DataFrame(rows), words=words)


def _aside(topic: dict[str, Any], chance: np.random.Generator) -> str:
    one, two = chance.choice(topic["things"].split(), 2, replace=False)
    return f"{one} {chance.choice(topic['do'].split())} {two}"


def _invent_paper(
    name: str, topic: dict[str, Any], number: int, chance: np.random.Generator
) -> dict[str, Any]:
    method, other = chance.choice(topic["methods"], 2, replace=False)
    words = {
        "name": name,
        "method": method,
        "other": other,
        "subject": chance.choice(topic["subjects"]),
        "data": topic["data"],
        "metric": topic["metric"],
        "figure": chance.integers(2, 60),
    }
    sentences = [
        str(chance.choice(pool)).format(**words, aside=_aside(topic, chance))
        for pool in (OPENINGS, WAYS, CLAIMS)
    ]
    if chance.random() < 0.2:
        sentences.append("Code is available at a public address.")
    published = pd.Timestamp(AS_OF) - pd.Timedelta(days=int(chance.integers(20, 2000)))
    return {
        "id": f"{published:%y%m}.{10_000 + number}",
        "title": f"{method.capitalize()} for {words['subject']}",
        "abstract": " ".join(sentences),
        "published": published.normalize(),
        "primary_category": "cs.RO",
        "categories": "cs.RO",
        "authors": "; ".join(chance.choice(NAMES, chance.integers(1, 7), replace=False)),
        "comments": "",
        "similarity": round(chance.uniform(0.2, 0.95), 4),
    }


@pytest.fixture
def niche() -> InventedNiche:
    return invent_niche()


@pytest.fixture(scope="session")
def invented() -> Callable[..., InventedNiche]:
    return invent_niche


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def as_of() -> date:
    return AS_OF


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "user.sqlite"


def plain_rung(**changes: Any) -> Rung:
    """Make a whole rung, with the changes that a test is about."""
    parts: dict[str, Any] = {
        "kind": "learning",
        "title": "Repeat the surge filter",
        "problem": "Waves push the robot off.",
        "approaches": "- filters\n- soft limbs",
        "feasibility_and_value": "Three papers share code.",
        "milestones": "- Week 1 (5 h): run it. Metric: success rate.",
        "budget": "- Hours: 20",
        "done_when": "The table is reproduced within two points.",
        "hours": 20.0,
        "papers": (RungPaper(arxiv_id="2301.10001", title="Surge filters", why="Main paper."),),
    }
    return Rung(**{**parts, **changes})


@pytest.fixture
def rung() -> Callable[..., Rung]:
    return plain_rung
