"""Invented niches and rungs; every word of these papers is our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from explorer.plans.records import Rung, RungPaper

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
AS_OF = date(2024, 12, 31)

TOPICS: dict[str, dict[str, Any]] = {
    "tide pool robots": {
        "methods": ["suction gait planning", "tidal state filters", "soft limb control"],
        "subjects": ["slippery rock", "wave surge", "kelp entanglement"],
        "told": [
            "Barnacles scratch the rubber soles within hours.",
            "Our crawler climbs a harbour wall in winter swell.",
            "Anemones serve as landmarks between two ebbs.",
            "Suckers lose grip where algae coat basalt.",
            "Operators steer from a pier with one joystick.",
        ],
        "data": "RockPool-3",
        "metric": "success rate",
    },
    "handwritten score reading": {
        "methods": ["staff line erasure", "symbol grammars", "ink graph matching"],
        "subjects": ["faded manuscripts", "crossing slurs", "figured bass"],
        "told": [
            "Monks copied these chants with goose quills.",
            "Clefs migrate when a page was trimmed by binders.",
            "Archives photograph folios under raking lamps.",
            "Accidentals hide inside blotted ligatures.",
            "Librarians correct each bar on a tablet.",
        ],
        "data": "ScoreInk-9",
        "metric": "error rate",
    },
    "bee dance decoding": {
        "methods": ["waggle phase tracking", "hive pose networks", "optical wing sampling"],
        "subjects": ["crowded combs", "foraging distance", "dim red light"],
        "told": [
            "Foragers vibrate their abdomen toward nectar.",
            "Glass hives stand on a roof in spring.",
            "Keepers marked two hundred workers by paint dots.",
            "Drones wander across the brood frame.",
            "Sugar feeders were moved each morning.",
        ],
        "data": "ComboBee-2",
        "metric": "precision",
    },
    "glacier sound sensing": {
        "methods": ["ice quake templates", "fibre strain arrays", "calving detectors"],
        "subjects": ["meltwater tunnels", "wind noise", "crevasse growth"],
        "told": [
            "Geophones were frozen into boreholes in April.",
            "Moulins roar after rainfall on the tongue.",
            "Seracs topple without warning near the terminus.",
            "Batteries fail below minus thirty degrees.",
            "Avalanches mask the weaker tremors.",
        ],
        "data": "IceHum-5",
        "metric": "recall",
    },
    "sorting under rumours": {
        "methods": ["gossip comparators", "doubtful merge trees", "vote rebalancing"],
        "subjects": ["lying workers", "lossy channels", "adaptive liars"],
        "told": [
            "An adversary may flip any answer once.",
            "Permutations are recovered up to inversions.",
            "Queries cost a coin each in this model.",
            "Quorums shrink as trust decays geometrically.",
            "Messages arrive late, twice, or never.",
        ],
        "data": "LiarSort-1",
        "metric": "running time",
    },
    "paper folding compilers": {
        "methods": ["crease flow solvers", "layer ordering search", "hinge relaxation"],
        "subjects": ["thick sheets", "curved creases", "one cut shapes"],
        "told": [
            "Valleys and mountains alternate around every vertex.",
            "Cardboard springs back unless it is scored.",
            "Designers draw a crane and press compile.",
            "Facets collide when the panels have volume.",
            "Lasers perforate the pattern in a minute.",
        ],
        "data": "FoldBank-7",
        "metric": "accuracy",
    },
    "orchard yield maps": {
        "methods": ["blossom counting nets", "branch occlusion models", "drone row alignment"],
        "subjects": ["hail damage", "mixed cultivars", "late frost"],
        "told": [
            "Growers thin the fruit by hand in June.",
            "Quadcopters fly between trellises at dusk.",
            "Petals fall before the bees are done.",
            "Sprayers need a forecast for every tree.",
            "Leaves cover a third of all pears.",
        ],
        "data": "PearField-4",
        "metric": "mean squared error",
    },
    "toll queue pricing": {
        "methods": ["delay auctions", "lane pressure rules", "commuter bandits"],
        "subjects": ["holiday surges", "stubborn drivers", "freight convoys"],
        "told": [
            "Booths open in pairs before the bridge.",
            "Lorries pay twice at night.",
            "Residents hold a yearly pass.",
            "Cameras read plates at ninety metres.",
            "The treasury wants a steady income.",
        ],
        "data": "GateLog-6",
        "metric": "regret",
    },
}
OPENINGS = (
    "However, {subject} remains a difficult problem in {name}.",
    "Little is known about {subject} when {name} leaves the laboratory.",
    "The cost of {subject} limits what {name} can reach.",
)
WAYS = (
    "We propose an approach based on {method} that copes with {subject}.",
    "In this paper we study {subject} using {method} and {other}.",
    "We present a system for {subject} with {method} at its core.",
)
CLAIMS = (
    "It improves {metric} by {figure}% over earlier work on {subject}.",
    "On {data} data sets the {metric} is {figure}% better than with {other}.",
    "We show that {method} outperforms {other} by {figure}% in {metric}.",
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
    topic, chance = TOPICS[name], Random(f"{name}{seed}")
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


def _invent_paper(name: str, topic: dict[str, Any], number: int, chance: Random) -> dict[str, Any]:
    method, other = chance.sample(topic["methods"], 2)
    words = {
        "name": name,
        "method": method,
        "other": other,
        "subject": chance.choice(topic["subjects"]),
        "data": topic["data"],
        "metric": topic["metric"],
        "figure": chance.randint(2, 60),
    }
    opening, way, claim = (chance.choice(pool) for pool in (OPENINGS, WAYS, CLAIMS))
    sentences = [
        opening,
        *chance.sample(topic["told"], 2),
        way,
        chance.choice(topic["told"]),
        claim,
    ]
    if chance.random() < 0.2:
        sentences.append("Code is available at a public address.")
    published = pd.Timestamp(AS_OF) - pd.Timedelta(days=chance.randint(20, 2000))
    return {
        "id": f"{published:%y%m}.{10_000 + number}",
        "title": f"{method.capitalize()} for {words['subject']}",
        "abstract": " ".join(sentences).format(**words),
        "published": published.normalize(),
        "primary_category": "cs.RO",
        "categories": "cs.RO",
        "authors": "; ".join(chance.sample(NAMES, chance.randint(1, 6))),
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
def topics() -> list[str]:
    return list(TOPICS)


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
