"""Papers that no subfields can be found in, or hardly: a clear answer each, and nothing else.

Each case walks the whole way: import, analyze, niches, and the dashboard. Warnings are errors here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from paper_files import row, write_bulk, write_parquet
from streamlit.testing.v1 import AppTest
from subject_papers import SUBJECTS, write_papers

from explorer.cli import main
from explorer.settings import Settings

ROOT = Path(__file__).parents[1]

PAGES = {True: ("discover", "niche"), False: ("discover", "data")}
"""Looked at where subfields were found, and where not."""

CYRILLIC = {
    f"{name} тема": " ".join(f"{word[::-1]}слово" for word in words.split())
    for name, words in SUBJECTS.items()
}
"""Words of twelve subjects that hold letters of another script."""

CHINESE = ["粒子群优化算法的研究", "图像分割与边缘检测", "水库调度模型", "语音识别系统"]


ENORMOUS = (
    "coral reef noise " * 33_334,
    " ".join(f"word{i:x}" for i in range(100_000)),
    "x" * 500_000,
)
"""Of 100,000 words, of as many different ones, and of one word."""


def papers(n=264, *, months=24, last="28", subjects=SUBJECTS, category="cs.RO"):
    """Papers of twelve subjects over two years."""
    made = write_papers(-(-n // 12), subjects=subjects).head(n)
    days = [f"{2022 + m // 12}-{m % 12 + 1:02d}-28" for m in (i % months for i in range(n))]
    days[-1] = days[-1][:8] + last
    return [
        row(
            i,
            id=f"2401.{i:05d}",
            title=title,
            abstract=abstract,
            published=days[i],
            updated=days[i],
            primary_category=category,
            categories=category,
            authors=f"Ada Lovelace{i % 40}; Kurt Gödel{i % 40}",
            comments="",
            doi="",
        )
        for i, (title, abstract) in enumerate(zip(made["title"], made["abstract"], strict=True))
    ]


def changed(rows, **texts):
    """Give papers other texts; ``{}`` in a text stands for that of the paper."""
    return [each | {name: text.format(each[name]) for name, text in texts.items()} for each in rows]


def mixed_with(rows, others):
    """Put some rows in the place of the first."""
    return others + rows[len(others) :]


def thirty_of_another():
    rows = papers()
    return mixed_with(
        rows, [each | {"primary_category": "cs.CL", "categories": "cs.CL"} for each in rows[:30]]
    )


@dataclass(frozen=True, kw_only=True)
class Case:
    """Papers, and what is said of them."""

    papers: Callable[[], list]
    refused: str = ""
    """What ``analyze`` says when it finds no subfields; empty where it does."""
    options: tuple[str, ...] = field(default=())
    """Of ``analyze``."""
    write: Callable = write_parquet


CASES = {
    "one paper": Case(
        papers=lambda: papers(1, last="31"), refused="has 1 paper and 200 are needed"
    ),
    "199 papers": Case(papers=lambda: papers(199), refused="has 199 papers and 200 are needed"),
    "200 papers": Case(papers=lambda: papers(200)),
    "all the same": Case(
        papers=lambda: changed(papers(), title="Coral reefs", abstract="We study reefs and reefs."),
        refused="counting papers that words tell apart, has 2 papers and 200 are needed",
    ),
    "all the same but for numbers": Case(
        papers=lambda: [
            each | {"title": f"Reef {i}", "abstract": f"We study reef {i}."}
            for i, each in enumerate(papers())
        ],
        refused="counting papers that words tell apart",
    ),
    "no words": Case(
        papers=lambda: changed(papers(), title="1 + 1 = 2", abstract="The of and we; 3, 4."),
        refused="counting papers that words tell apart",
    ),
    "no text": Case(
        papers=lambda: changed(papers(), title=".", abstract="."),
        refused="counting papers that words tell apart",
    ),
    "one category of thirty": Case(
        papers=thirty_of_another,
        options=("--category", "cs.CL"),
        refused="cs.CL up to 2023-12-28 has 30 papers and 200 are needed",
    ),
    "all in one month": Case(papers=lambda: papers(months=1, last="31")),
    "all in the running month": Case(
        papers=lambda: papers(months=1),
        options=("--as-of", "2022-01-28"),
        refused="counting whole months",
    ),
    "Cyrillic, and no authors": Case(papers=lambda: changed(papers(subjects=CYRILLIC), authors="")),
    "Chinese": Case(
        papers=lambda: [
            each | {"title": CHINESE[i % 4], "abstract": CHINESE[i % 4] * 5}
            for i, each in enumerate(papers())
        ],
        refused="counting papers that words tell apart",
    ),
    "some Chinese": Case(
        papers=lambda: mixed_with(
            papers(),
            changed(papers(40), title="粒子群优化算法的研究", abstract="语音识别系统。" * 9),
        )
    ),
    "enormous abstracts": Case(
        papers=lambda: mixed_with(
            papers(),
            [
                each | {"abstract": abstract}
                for each, abstract in zip(papers(3), ENORMOUS, strict=True)
            ],
        )
    ),
    "NUL bytes": Case(
        papers=lambda: changed(papers(), title="\0{}\0", abstract="a\0b {}\0", authors="A\0da {}"),
    ),
    "NUL bytes in arXiv's bulk metadata": Case(
        papers=lambda: changed(papers(), title="\0{}\0", abstract="a\0b {}\0"), write=write_bulk
    ),
}


@pytest.fixture(params=CASES, scope="module")
def case(request):
    return CASES[request.param]


@pytest.fixture(scope="module")
def place(case, tmp_path_factory):
    """A data folder into which the papers of the case were imported."""
    folder = tmp_path_factory.mktemp("bad")
    file = case.write(
        folder / ("papers.json" if case.write is write_bulk else "papers.parquet"), case.papers()
    )
    home = Settings(data_dir=folder / "data")
    assert main(["import", str(file), "--data-dir", str(home.data_dir)]) == 0
    return home


def said(capsys, *words):
    """Run a command; return its status, what it printed, and what it complained of."""
    capsys.readouterr()
    status = main(words)
    output = capsys.readouterr()
    assert "Traceback" not in output.err
    assert "Warning" not in output.err
    return status, output.out, output.err


def test_it_has_a_clear_answer_all_the_way(case, place, capsys, monkeypatch):
    here = ("--data-dir", str(place.data_dir))
    status, _, err = said(capsys, "analyze", *case.options, *here)
    assert status == int(bool(case.refused)), err
    assert case.refused in err
    status, out, err = said(capsys, "niches", *here)
    assert status == int(bool(case.refused))
    assert ("run `explorer analyze`" in err) if case.refused else out.startswith("name")
    monkeypatch.setenv("EXPLORER_DATA", str(place.data_dir))
    for page in PAGES[not case.refused]:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.switch_page(f"explorer/pages/{page}.py")
        app.run()
        assert not app.exception, page
        assert not app.error, page
