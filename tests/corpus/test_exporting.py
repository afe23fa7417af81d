import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from arxiv_feed import sample_papers
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_files import TODAY

from explorer.corpus import exporting
from explorer.corpus.exporting import COLUMNS, export_file, export_papers
from explorer.corpus.importing.files import import_file
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper, one_line
from explorer.corpus.store import reading, writing
from explorer.errors import PaperFileUnwritableError, StoreNotFoundError

ROOT = Path(__file__).parents[2]
PAPERS = sample_papers(60, first=date(2024, 1, 1), last=date(2024, 3, 31))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(one_line)
some_text = texts.filter(bool)
names = some_text.map(lambda name: name.replace(";", ",").strip()).filter(bool)
days = st.dates(date(1991, 8, 1), date(2026, 1, 1))
codes = st.sampled_from(["cs.RO", "cs.SY", "eess.SY", "hep-th", "math.NA", "q-alg"])
arrivals = st.builds(
    lambda primary, others, **fields: Paper(
        primary_category=primary,
        categories=tuple(dict.fromkeys((primary, *others))),
        **fields,
    ),
    primary=codes,
    others=st.lists(codes, max_size=2),
    arxiv_id=st.sampled_from(["2107.00001", "2107.00002", "math/0309136", "hep-th/9901001"]),
    title=some_text,
    abstract=some_text,
    submitted=days,
    updated=st.none() | days,
    authors=st.lists(names, max_size=3).map(tuple),
    comments=texts,
    journal_ref=texts,
    doi=texts,
    license=st.sampled_from(["", "CC0", "CC BY"]),
    modified=st.none() | days,
    touched=st.none() | days,
)


def exported(store, **options):
    sink = io.BytesIO()
    export_papers(store, sink, **{"as_of": TODAY} | options)
    return sink.getvalue()


def stored(store):
    with reading(store) as connection:
        return connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM papers ORDER BY arxiv_id"  # noqa: S608
        ).fetchall()


def store_of(path, papers):
    with writing(path) as connection:
        merge_papers(connection, papers)
    return path


@pytest.fixture
def store(tmp_path):
    return store_of(tmp_path / "papers.sqlite", PAPERS)


@given(st.lists(arrivals, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_is_exported_comes_back_as_it_was(tmp_path_factory, papers):
    folder = tmp_path_factory.mktemp("round")
    store = store_of(folder / "papers.sqlite", papers)
    file = folder / "papers.jsonl"
    count = export_file(store, file, as_of=TODAY)
    again = folder / "again" / "papers.sqlite"
    imported = import_file(again, file, today=TODAY)
    assert imported.added == count == len({paper.arxiv_id for paper in papers})
    assert exported(again) == file.read_bytes()
    assert stored(again) == stored(store)


@given(st.lists(arrivals, min_size=1, max_size=8), st.randoms())
@settings(max_examples=20, deadline=None)
def test_an_export_does_not_depend_on_how_the_papers_came(tmp_path_factory, papers, rng):
    folder = tmp_path_factory.mktemp("order")
    shuffled = rng.sample(papers, len(papers))
    one = exported(store_of(folder / "one.sqlite", papers))
    other = exported(store_of(folder / "other.sqlite", [*shuffled, *papers[:2]]))
    assert one == other


def test_all_columns_are_told(store):
    with reading(store) as connection:
        names = {row[1] for row in connection.execute("PRAGMA table_info(papers)")}
    assert set(COLUMNS) == names - {"key", "month"}


def test_a_line_is_a_paper_as_arxiv_describes_it(tmp_path):
    paper = replace(
        PAPERS[0], authors=("Ada Byron King", "Plato"), license="CC0", title="Zwölf Finger"
    )
    line = exported(store_of(tmp_path / "papers.sqlite", [paper]))
    entry = json.loads(line)
    assert list(entry) == sorted(entry)
    assert "Zwölf Finger" in line.decode()
    assert entry["authors"] == "Ada Byron King, Plato"
    assert entry["authors_parsed"] == [["King", "Ada Byron", ""], ["Plato", "", ""]]
    assert entry["versions"] == [{"version": "v1", "created": "Mon, 01 Jan 2024 00:00:00 GMT"}]
    assert (entry["update_date"], entry["journal-ref"]) == ("2024-01-01", None)


def test_lines_are_sorted_by_id(store):
    ids = [json.loads(line)["id"] for line in exported(store).splitlines()]
    assert ids == sorted(paper.arxiv_id for paper in PAPERS)


def test_later_papers_and_other_categories_are_left_out(store):
    lines = exported(store, as_of=date(2024, 2, 10), categories=["cs.LG"]).splitlines()
    wanted = {
        paper.arxiv_id
        for paper in PAPERS
        if paper.submitted <= date(2024, 2, 10) and "cs.LG" in paper.categories
    }
    assert {json.loads(line)["id"] for line in lines} == wanted
    assert 0 < len(wanted) < len(PAPERS)


def test_papers_of_equal_stores_are_written_in_blocks(store, monkeypatch):
    whole, shown = exported(store), []
    monkeypatch.setattr(exporting, "BLOCK", 25)
    assert exported(store, progress=lambda *what: shown.append(what)) == whole
    assert shown == [("Writing papers", done, 60) for done in (25, 50, 60)]


def test_an_export_sees_one_state_while_another_process_writes(store):
    class Sink(io.BytesIO):
        def write(self, lines):
            store_of(store, [replace(PAPERS[0], arxiv_id="2401.99999")])
            return super().write(lines)

    before, sink = exported(store), Sink()
    export_papers(store, sink, as_of=TODAY)
    assert sink.getvalue() == before
    assert len(exported(store).splitlines()) == 61


def test_a_file_is_whole_or_as_it_was(store, tmp_path, monkeypatch):
    file = tmp_path / "papers.jsonl"
    export_file(store, file, as_of=TODAY)
    before = file.read_bytes()

    def fails(_row):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "_line", fails)
    with pytest.raises(PaperFileUnwritableError, match="No space left"):
        export_file(store, file, as_of=TODAY)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_place_that_cannot_be_written_is_our_error(store, tmp_path):
    with pytest.raises(PaperFileUnwritableError, match="choose another place"):
        export_file(store, tmp_path / "nowhere" / "papers.jsonl", as_of=TODAY)


def test_without_a_store_no_file_is_made(tmp_path):
    with pytest.raises(StoreNotFoundError):
        export_file(tmp_path / "papers.sqlite", tmp_path / "papers.jsonl", as_of=TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_memory_of_an_export_does_not_grow_with_the_store(tmp_path):
    abstract = "We grasp. " * 2_000
    store = store_of(
        tmp_path / "papers.sqlite",
        (replace(PAPERS[0], arxiv_id=f"2401.{i:05d}", abstract=abstract) for i in range(3_000)),
    )
    script = """
import io, sys, tracemalloc
from datetime import date
from pathlib import Path
from explorer.corpus import exporting
exporting.BLOCK = 50
class Sink(io.RawIOBase):
    def write(self, lines): return len(lines)
tracemalloc.start()
print(exporting.export_papers(Path(sys.argv[1]), Sink(), as_of=date(2026, 1, 1)))
print(tracemalloc.get_traced_memory()[1])
"""
    command = [sys.executable, "-c", script, str(store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    count, peak = map(int, done.stdout.split())
    assert count == 3_000
    assert peak < 3_000 * len(abstract) / 10
