"""Corpora larger than the real ones, as tables of papers: for benchmarks, never to be kept.

The real papers come several times, each time in another tongue: three of four words that not
everybody uses, and three of four people, are other ones. So words, subjects and people grow with
the papers while each subject keeps its shape, and what a subject shares with all others stays.
"""

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

REAL = Path(__file__).parents[2].parent / "shared" / "data"
CORPORA = {"arxiv_cs_stat_2007_2016.parquet": 7, "arxiv_cs_ai_2024_2026.parquet": 0}
"""The real corpora, and by how many years each is moved on, so that no year is empty."""

COLUMNS = ("title", "abstract", "published", "primary_category", "categories", "authors")

COMMON = 50
"""A word in more than one of so many papers is everybody's."""

SYLLABLES = [a + b for b in "aeiou" for a in "bdfgklmnprstvz"]
"""Before a word that is another one in a tongue; one tongue for each."""

WORD, LETTERS = re.compile(r"[^\W\d_]{3,}"), 5
"""A word, and its letters that decide whether it is another one: its plural then is so too."""

BLOCK = 20_000


def missing_corpora() -> list[str]:
    return [name for name in CORPORA if not (REAL / name).exists()]


def write_grown_corpus(path: Path, papers: int, *, seed: int = 0) -> None:
    """Write so many papers in the form of the real ones."""
    schema = pa.schema([(name, pa.string()) for name in ("id", *COLUMNS)])
    with parquet.ParquetWriter(path, schema) as writer:
        rows: list[dict[str, str]] = []
        for row in grown_papers(papers, seed=seed):
            rows.append(row)
            if len(rows) == BLOCK:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))


def grown_papers(papers: int, *, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield papers, tongue by tongue, with ids of their months."""
    sources = _sources()
    tongues = -(-papers // len(sources))
    numbers: defaultdict[str, int] = defaultdict(int)
    chosen = sorted(random.Random(seed).sample(range(tongues * len(sources)), papers))  # noqa: S311
    common = _common_words(sources)
    tongue, said = -1, _Tongue("", common)
    for number in chosen:
        if number // len(sources) != tongue:
            tongue = number // len(sources)
            said = _Tongue(SYLLABLES[tongue], common)
        paper = sources[number % len(sources)]
        month = paper["published"][2:4] + paper["published"][5:7]
        numbers[month] += 1
        digits = 5 if month >= "1501" else 4
        yield {
            **paper,
            "id": f"{month}.{numbers[month]:0{digits}d}",
            "title": said(paper["title"]),
            "abstract": said(paper["abstract"]),
            "authors": "; ".join(said.name(name) for name in paper["authors"].split("; ")),
        }


class _Tongue:
    """Says a text in other words; the first tongue says it in its own."""

    def __init__(self, syllable: str, common: set[str]) -> None:
        self._syllable = syllable if syllable != SYLLABLES[0] else ""
        self._common = common
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return WORD.sub(self._word, text) if self._syllable else text

    def name(self, name: str) -> str:
        first, _, last = name.rpartition(" ")
        return f"{first} {self._other(last)}" if self._is_other(name) else name

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        if word not in self._known:
            keep = word.lower() in self._common or not self._is_other(word.lower()[:LETTERS])
            self._known[word] = word if keep else self._other(word)
        return self._known[word]

    def _is_other(self, word: str) -> bool:
        return bool(self._syllable) and random.Random(f"{self._syllable}{word}").random() < 0.75  # noqa: S311

    def _other(self, word: str) -> str:
        if word.isupper():
            return self._syllable.upper() + word
        other = self._syllable + word.lower()
        return other.capitalize() if word.istitle() else other


def _sources() -> list[dict[str, str]]:
    found = []
    for name, years in CORPORA.items():
        for row in parquet.read_table(REAL / name, columns=list(COLUMNS)).to_pylist():
            day = row["published"].isoformat()
            moved = f"{int(day[:4]) + years}{day[4:]}".replace("-02-29", "-02-28")
            found.append({**row, "published": moved})
    return found


def _common_words(sources: list[dict[str, str]]) -> set[str]:
    users: Counter[str] = Counter()
    for paper in sources:
        users.update(set(WORD.findall(paper["abstract"].lower())))
    return {word for word, times in users.items() if times * COMMON > len(sources)}


if __name__ == "__main__":
    write_grown_corpus(Path(sys.argv[1]), int(sys.argv[2]))
