"""Bulk metadata of any size, resampled from the real corpora: for benchmarks, never to be kept.

Every record is new: half of one abstract goes on with half of another, some words are swapped or
made up, and ids, days, versions and the rest are those of no paper. What is alike is what costs
time and room: lengths, words and how often each occurs, categories, numbers of authors.
"""

import gzip
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pyarrow import parquet

REAL = Path(__file__).parents[2].parent / "shared" / "data"
CORPORA = ("arxiv_cs_stat_2007_2016.parquet", "arxiv_cs_ai_2024_2026.parquet")
COLUMNS = ("title", "abstract", "categories", "authors")

FIRST_MONTH = (1992, 1)
MONTHS = 12 * 34 + 10
"""To October 2026."""
ARCHIVES = ("astro-ph", "cond-mat", "cs", "hep-ph", "hep-th", "math", "physics", "quant-ph")
LAST_DAY = date(2026, 11, 1)
LICENSE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def missing_corpora() -> list[str]:
    return [name for name in CORPORA if not (REAL / name).exists()]


def write_bulk_file(path: Path, records: int, *, seed: int = 0) -> int:
    """Write so many records in the order of arXiv's own file; return the bytes of the JSON."""
    opened = partial(gzip.open, compresslevel=1) if path.suffix == ".gz" else open
    with opened(path, "wb") as file:
        return sum(file.write(json.dumps(e).encode() + b"\n") for e in entries(records, seed=seed))


def entries(records: int, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    rng = random.Random(seed)  # noqa: S311
    sources = _sources()
    for arxiv_id, day in _ids(records):
        yield _entry(rng, sources, arxiv_id, day)


def _ids(records: int) -> Iterator[tuple[str, date]]:
    """Give ids and days, ever more a month; first those of today's form, then the old ones."""
    months = [
        (FIRST_MONTH[0] + index // 12, index % 12 + 1)
        for index in (*range(15 * 12 + 3, MONTHS), *range(15 * 12 + 3))
    ]
    weights = [(year - 1991) ** 1.3 for year, _ in months]
    scale, due, given = records / sum(weights), 0.0, 0
    for (year, month), weight in zip(months, weights, strict=True):
        due += weight * scale
        count = round(due) - given
        given += count
        for number in range(1, count + 1):
            day = date(year, month, 1) + timedelta(days=(number - 1) * 28 // count)
            yield _id(day, number), day


def _id(day: date, number: int) -> str:
    prefix = f"{day:%y%m}"
    if (day.year, day.month) < (2007, 4):
        return f"{ARCHIVES[number % 8]}/{prefix}{number // 8:03d}"
    return f"{prefix}.{number:05d}" if day.year >= 2015 else f"{prefix}.{number:04d}"


def _sources() -> list[tuple[str, list[str], str, list[list[str]]]]:
    """Read the real papers: title, lines of the abstract, categories, names in their parts."""
    found = []
    for name in CORPORA:
        table = parquet.read_table(REAL / name, columns=list(COLUMNS)).to_pydict()
        for title, abstract, categories, authors in zip(*table.values(), strict=True):
            parts = [name.strip().rpartition(" ") for name in authors.split(";")]
            names = [[last, first, ""] for first, _, last in parts]
            words = abstract.split()
            lines = [" ".join(words[at : at + 11]) for at in range(0, len(words), 11)]
            found.append((title, lines, categories, names))
    return found


def _entry(
    rng: random.Random,
    sources: list[tuple[str, list[str], str, list[list[str]]]],
    arxiv_id: str,
    day: date,
) -> dict[str, Any]:
    title, beginning, categories, _ = rng.choice(sources)
    other, end, _, names = rng.choice(sources)
    lines = [*beginning[: len(beginning) // 2], *end[len(end) // 2 :]]
    words = other.split()
    place = rng.randrange(len(lines)) if lines else 0
    made_up = f"{rng.choice(words)[:4].lower()}{rng.choice(names)[0][:5].lower()}"
    changed = [*lines[:place], f"{rng.choice(words)} {made_up}", *lines[place:]]
    replaced = (int(rng.expovariate(1 / 90)) for _ in range(rng.choice((0, 0, 1, 2))))
    days = sorted({day, *(min(day + timedelta(days=n), LAST_DAY) for n in replaced)})
    comments = f"{rng.randrange(4, 40)} pages, {rng.randrange(12)} figures"
    journal = f"Journal of {words[0]} {rng.randrange(90)} ({day.year}) {rng.randrange(999)}"
    return {
        "id": arxiv_id,
        "submitter": f"{names[0][1]} {names[0][0]}",
        "authors": ", ".join(f"{first} {last}" for last, first, _ in names),
        "title": f"{title} {rng.choice(words)}".replace(": ", ":\n  ", 1),
        "comments": comments if rng.random() < 0.6 else None,
        "journal-ref": journal if rng.random() < 0.3 else None,
        "doi": f"10.1000/{rng.randrange(10**8)}" if rng.random() < 0.4 else None,
        "report-no": None,
        "categories": categories,
        "license": LICENSE if rng.random() < 0.8 else None,
        "abstract": "  " + "\n".join(changed) + "\n",
        "versions": [
            {"version": f"v{number}", "created": _created(moment)}
            for number, moment in enumerate(days, 1)
        ],
        "update_date": days[-1].isoformat(),
        "authors_parsed": names,
    }


def _created(day: date) -> str:
    return f"{DAYS[day.weekday()]}, {day.day} {NAMES[day.month - 1]} {day.year} 19:18:42 GMT"


if __name__ == "__main__":
    print(f"{write_bulk_file(Path(sys.argv[1]), int(sys.argv[2])):,} bytes of JSON")
