"""Topics planted into real papers: fifteen papers each, by five groups, in the last three months.

Some are subjects of the papers themselves: all papers on one are taken out, and fifteen of them
come again, as if it began now. Others are invented: papers of one niche turn to something new.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

SIZE, GROUPS = 15, 5

TAKEN = (
    "polar code",
    "index coding",
    "answer set programming",
    "visible light communication",
    "homomorphic encryption",
    "session type",
    "brain computer interface",
    "word sense disambiguation",
    "sign language",
    "combinatorial auction",
    "phase retrieval",
    "quantum key distribution",
    "bloom filter",
    "plagiarism detection",
    "transliteration",
    "timed automata",
)

MUCH, OTHERWISE = "much of its parent", "a third in other words"

INVENTED = {
    "two invented words": [["dorvel lattices"], ["quennic tilting"], ["ambrith folding"]],
    "several new phrases": [
        ["sorrel gating", "hushed anchors", "vennet maps", "tandem skewing"],
        ["brindle walks", "owlet sampling", "cambered nets", "drowsy mixing"],
        ["lantern priors", "mossy pruning", "yarrow trees", "gilded resets"],
    ],
    "known words, newly joined": [
        ["thermal grammar"],
        ["auction tomography"],
        ["vehicular entropy"],
    ],
    MUCH: [["fennel descent"], ["marbled kernels"], ["teasel routing"]],
    OTHERWISE: [["ochre steering"], ["kestrel hashing"], ["plover alignment"]],
}

SAYINGS = (
    "We study {it}, where {a} meets {b}.",
    "In this work {it} serves {a}, and {b} is measured against {c}.",
    "Our results show that {it} helps {c} more than {a}.",
    "This opens {it} to {b}.",
    "Experiments with {it} confirm it for {a} and {c}.",
)

SILENT, SILENTLY = (
    {2, 4, 6, 9, 13},
    "We treat {a} by such means, joining {b} and {c} in one scheme.",
)
"""Papers of a topic, of all months and most groups, that put it in other words; and how they do."""

SENTENCES_KEPT = 4


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One topic, and its papers before they are dated."""

    kind: str
    name: str
    papers: pd.DataFrame


def take_out(papers: pd.DataFrame, *, seed: int) -> tuple[pd.DataFrame, list[Topic]]:
    """Take subjects out of papers; return the papers that speak of none, and the subjects."""
    rng = np.random.default_rng(seed)
    titles = papers["title"].str.lower()
    texts = titles + " . " + papers["abstract"].str.lower()
    topics, gone = [], np.zeros(len(papers), dtype=bool)
    for name in TAKEN:
        forms = r"[-\s]+".join(map(re.escape, name.split()))
        pattern = rf"(?<![a-z0-9]){forms}s?(?![a-z0-9])"
        times = texts.str.count(pattern).to_numpy()
        about = np.flatnonzero(((times >= 2) | titles.str.contains(pattern)) & ~gone)
        about = about if len(about) >= SIZE else np.flatnonzero((times > 0) & ~gone)
        chosen = np.sort(rng.choice(about, SIZE, replace=False))
        topics.append(Topic(kind="taken out", name=name, papers=papers.iloc[chosen]))
        gone |= times > 0
    return papers[~gone], topics


def invent(
    papers: pd.DataFrame,
    niches: Mapping[str, Iterable[str]],
    terms: Mapping[str, list[str]],
    *,
    seed: int,
) -> Iterator[Topic]:
    """Invent topics, each modelled on papers of one niche.

    Parameters
    ----------
    papers : DataFrame
        With ids as their index.
    niches : mapping
        Ids of the papers of each niche.
    terms : mapping
        Words of each niche.
    """
    rng = np.random.default_rng(seed)
    homes = iter(rng.permutation([key for key, ids in niches.items() if len(ids) >= 2 * SIZE]))
    for kind, topics in INVENTED.items():
        for names in topics:
            home, other = next(homes), next(homes)
            hosts = papers.loc[rng.choice(sorted(niches[home]), SIZE, replace=False)]
            words = [*terms[other], *terms[home]][:6]
            yield Topic(kind=kind, name=names[0], papers=_turned(hosts, kind, names, words, rng))


def dated(topics: list[Topic], ids: Mapping[str, list[str]]) -> pd.DataFrame:
    """Let five groups write the papers of each topic in the months given.

    Parameters
    ----------
    ids : mapping
        Ids that no paper has, by month.
    """
    months, made = sorted(ids), []
    free = {month: iter(ids[month]) for month in months}
    for number, topic in enumerate(topics):
        month = [months[i % len(months)] for i in range(SIZE)]
        names = [f"{number}x{i % GROUPS}" for i in range(SIZE)]
        made.append(
            topic.papers.assign(
                topic=number,
                id=[next(free[each]) for each in month],
                published=[f"{each}-10" for each in month],
                authors=[f"Zoe Planted{name}; Yan Planted{name}" for name in names],
            )
        )
    return pd.concat(made, ignore_index=True)


def _turned(
    hosts: pd.DataFrame, kind: str, names: list[str], words: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Let papers turn to something new."""
    titles, abstracts = [], []
    for i, (title, abstract) in enumerate(zip(hosts["title"], hosts["abstract"], strict=True)):
        a, b, c = rng.choice(words, 3, replace=False)
        own = [names[(i + j) % len(names)] for j in range(min(2, len(names)))]
        sayings = rng.choice(SAYINGS, 1 if kind == MUCH else 3, replace=False)
        said = [each.format(it=own[j % len(own)], a=a, b=b, c=c) for j, each in enumerate(sayings)]
        titled = i % 3 == 0 if kind == MUCH else i % 5 < 3
        if kind == OTHERWISE and i in SILENT:
            said, titled = [SILENTLY.format(a=a, b=b, c=c)], False
        kept = abstract.split(". ")[: None if kind == MUCH else SENTENCES_KEPT]
        titles.append(f"{title} with {own[0]}" if titled else title)
        abstracts.append(" ".join([". ".join(kept).rstrip(".") + ".", *said]))
    return hosts.assign(title=titles, abstract=abstracts)
