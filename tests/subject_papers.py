"""A small corpus with a planted answer: twelve subjects, each with words of its own."""

import numpy as np
import pandas as pd

SUBJECTS = {
    "coral reefs": "bleaching polyp atoll lagoon symbiont seawater reefs dive",
    "glacier melt": "moraine crevasse meltwater icefall snowpack firn runoff glaciers",
    "violin varnish": "spruce resin luthier tonewood bridge bow varnish rosin",
    "sourdough starters": "yeast flour dough rye fermentation crumb oven starter",
    "beehive acoustics": "queen swarm hive brood forager waggle bees buzz",
    "lunar regolith": "crater basalt rover sinter dust lander orbiter regolith",
    "medieval ledgers": "guild parchment tithe scribe florin merchant ledger seal",
    "tram timetables": "depot platform headway tram interchange commuter fare junction",
    "orchid pollination": "nectar pollinia sepal moth bloom greenhouse orchid spur",
    "volcanic lightning": "plume ash eruption tephra discharge vent bolt magma",
    "cello vibrato": "string finger pitch tremolo soloist cello encore recital",
    "peatland fires": "smoulder bog moss drainage ember peat haze canal",
}
"""What a subject is called, and the words that only its papers use."""

SHARED = ["season", "region", "survey", "signal", "sample", "record", "period", "device"]


def write_papers(n_each=25, *, seed=0, subjects=SUBJECTS):
    """Write papers of every subject, in no order, with the subject in a column of its own."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, (name, words) in enumerate(subjects.items()):
        for _ in range(n_each):
            drawn = [*rng.choice(words.split(), 8), *rng.choice(SHARED, 2), name, name]
            rng.shuffle(drawn)
            title = f"{name.capitalize()} and the {drawn[0]}"
            abstract = f"We study {name}. " + ", ".join(drawn) + "."
            rows.append((title, abstract, number))
    papers = pd.DataFrame(rows, columns=["title", "abstract", "subject"])
    papers = papers.sample(frac=1, random_state=seed, ignore_index=True)
    papers.insert(0, "id", [f"2401.{row:05d}" for row in range(len(papers))])
    return papers
