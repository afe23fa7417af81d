"""The shapes of real metadata, and what the store makes of them on each of the ways in."""

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from arxiv import _feed
from arxiv_feed import Query, render_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oai_feed import Record
from oai_feed import render_page as render_list
from paper_files import (
    TODAY,
    bulk_entry,
    expected,
    read,
    row,
    write_bulk,
    write_csv,
    write_parquet,
)

from explorer.corpus.fetching.arxiv_api import _to_paper
from explorer.corpus.fetching.arxiv_pages import PassingError, count_entries
from explorer.corpus.fetching.oai_pages import read_page
from explorer.corpus.importing.files import import_file
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper, one_line
from explorer.corpus.reading import search_papers
from explorer.corpus.schema import MIGRATIONS
from explorer.errors import PaperFileError


def written(**changes):
    """Make the paper that a page shows as it stands, with nothing cleaned."""
    told = row(**changes)
    return Paper(
        arxiv_id=told["id"].partition("v")[0],
        title=told["title"],
        abstract=told["abstract"],
        submitted=date.fromisoformat(told["published"]),
        updated=date.fromisoformat(told["updated"]),
        primary_category=told["primary_category"],
        categories=tuple(told["categories"].split()),
        authors=tuple(name.strip() for name in told["authors"].split(";")),
        comments=told["comments"] or "",
        journal_ref=told["journal_ref"] or "",
        doi=told["doi"] or "",
        license=told["license"] or "",
    )


def by_api(_folder, **changes):
    """Give a record as arXiv's feed has it; the page adds the version to its id."""
    return _to_paper(_feed.parse(render_page(Query(), [written(**changes)], total=1)).results[0])


def by_oai(_folder, **changes):
    """Give a record as one of arXiv's lists has it, whose ids have no version."""
    listed = Record(paper=written(**changes), changed=TODAY)
    (paper,) = read_page(
        "", render_list([listed], token="", now=datetime(2026, 11, 24, tzinfo=UTC))
    ).papers
    return paper


def by_table(write):
    def read_one(folder, **changes):
        (paper,) = read(write(folder / "papers", [row(**changes)]))
        return paper

    return read_one


def by_bulk_list(folder, **changes):
    """Give a record of the bulk file that has no parted names, only arXiv's list of them."""
    names = (row(**changes)["authors"] or "").replace(";", ",")
    entry = bulk_entry(row(**changes)) | {"authors_parsed": None, "authors": names}
    (folder / "bulk.json").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    (paper,) = read(folder / "bulk.json")
    return paper


WAYS = {
    "feed": by_api,
    "list": by_oai,
    "csv": by_table(write_csv),
    "parquet": by_table(write_parquet),
    "bulk file": by_table(write_bulk),
    "bulk file without parted names": by_bulk_list,
}

SHAPES = {
    "an old id": ({"id": "hep-th/9901001v3"}, {"arxiv_id": "hep-th/9901001"}),
    "an old id with a class": ({"id": "math.GT/0309136"}, {"arxiv_id": "math/0309136"}),
    "a hyphen in an archive": ({"id": "cond-mat/0309136v1"}, {"arxiv_id": "cond-mat/0309136"}),
    "four digits": ({"id": "0704.0001v12"}, {"arxiv_id": "0704.0001"}),
    "TeX in a title": (
        {"title": r"Erd\H{o}s--R\'enyi graphs and $L_2$ norms of \alpha-stable {\L}ukasz"},
        {"title": r"Erdős--Rényi graphs and $L_2$ norms of \alpha-stable Łukasz"},
    ),
    "TeX in a name": (
        {"authors": r"Jos\'e Garc\'{\i}a; Ren\'{e} {\L}o\'{s}"},
        {"authors": ("José García", "René Łoś")},
    ),
    "marks that combine": ({"title": "Schro\u0308dinger"}, {"title": "Schrödinger"}),
    "signs of direction": (
        {"title": "\u202bשמש\u202c and \u2066لغة\u2069"},
        {"title": "שמש and لغة"},
    ),
    "other scripts": (
        {"title": "数学の研究", "authors": "王 伟; Иван Франко"},
        {"title": "数学の研究", "authors": ("王 伟", "Иван Франко")},
    ),
    "ligatures and emoji": ({"abstract": "ﬁne 🙂 eﬀects"}, {"abstract": "ﬁne 🙂 eﬀects"}),
    "signs of XML and HTML": (
        {"title": "<b>P & Q</b> &amp; \"R\" > 'S' ]]>"},
        {"title": "<b>P & Q</b> &amp; \"R\" > 'S' ]]>"},
    ),
    "lines": ({"abstract": "  We grasp.\n  It\tholds. \n"}, {"abstract": "We grasp. It holds."}),
    "ten thousand characters": (
        {"abstract": "grasp " * 2000},
        {"abstract": "grasp " * 1999 + "grasp"},
    ),
    "no comments": (
        {"comments": None, "journal_ref": " ", "doi": ""},
        {"comments": "", "journal_ref": "", "doi": ""},
    ),
    "a DOI and a journal": (
        {"doi": "10.1000/(sici)1<2>3", "journal_ref": "J. Grasp. 1 (2024) 1"},
        {"doi": "10.1000/(sici)1<2>3", "journal_ref": "J. Grasp. 1 (2024) 1"},
    ),
    "both codes of a category": (
        {"primary_category": "eess.SY", "categories": "eess.SY cs.SY math.NA cs.NA"},
        {"categories": ("eess.SY", "cs.SY", "math.NA", "cs.NA")},
    ),
    "classes of other schemes": (
        {"categories": "cs.RO 68T40 I.2.9; cs.LG"},
        {"categories": ("cs.RO", "cs.LG")},
    ),
    "an archive of the nineties": (
        {"primary_category": "cmp-lg", "categories": "cmp-lg cs.CL"},
        {"primary_category": "cmp-lg", "categories": ("cmp-lg", "cs.CL")},
    ),
    "a category newer than the list": (
        {"primary_category": "cs.QQ", "categories": "cs.QQ cs.RO"},
        {"primary_category": "cs.QQ", "categories": ("cs.QQ", "cs.RO")},
    ),
    "particles and suffixes": (
        {"authors": "Jan van der Berg; Martin King Jr.; Henry Tudor VIII"},
        {"authors": ("Jan van der Berg", "Martin King Jr.", "Henry Tudor VIII")},
    ),
    "a collaboration": (
        {"authors": "The Engine Collaboration; Ada Byron"},
        {"authors": ("The Engine Collaboration", "Ada Byron")},
    ),
    "three thousand authors": (
        {"authors": "; ".join(f"Ada{n} Byron{n}" for n in range(3000))},
        {"authors": tuple(f"Ada{n} Byron{n}" for n in range(3000))},
    ),
    "a withdrawn paper": (
        {"abstract": "This paper has been withdrawn.", "comments": "Withdrawn"},
        {"abstract": "This paper has been withdrawn.", "comments": "Withdrawn"},
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_comes_in_alike_on_every_way(shape, way, tmp_path):
    told, read = SHAPES[shape]
    paper = WAYS[way](tmp_path, **told)
    assert {name: getattr(paper, name) for name in read} == read


@pytest.mark.parametrize("way", ["csv", "parquet"])
@pytest.mark.parametrize(
    "authors",
    [
        "Byron, Ada; King, Martin, Jr.; van der Berg, Jan",
        "Ada Byron (1); Martin King, Jr. (2; 3); Jan van der Berg (for the Engine Collaboration)",
        "Byron, Ada and King, Jr., Martin and van der Berg, Jan",
        "Ada Byron, Martin King, Jr., and Jan van der Berg",
    ],
)
def test_a_table_may_name_its_authors_in_any_usual_form(way, authors, tmp_path):
    paper = WAYS[way](tmp_path, authors=authors)
    assert paper.authors == ("Ada Byron", "Martin King Jr.", "Jan van der Berg")


@pytest.mark.parametrize("way", ["list", "csv", "parquet", "bulk file"])
def test_a_licence_is_kept_where_it_is_told(way, tmp_path):
    address = "http://creativecommons.org/licenses/by/4.0/"
    assert WAYS[way](tmp_path, license=address).license == address


def test_the_parted_names_of_the_bulk_file_keep_their_parts(tmp_path):
    parted = [
        ["Byron", "Ada", "", "London"],
        ["King", "Martin", "Jr."],
        ["van der Berg", "Jan", ""],
        ["The Engine Collaboration", "", ""],
        [r"G\"odel", "Kurt", ""],
        ["Li; Fox", "B.", ""],
    ]
    (tmp_path / "bulk.json").write_text(json.dumps(bulk_entry(row()) | {"authors_parsed": parted}))
    with (tmp_path / "bulk.json").open("a") as file:
        file.write("\n")
    assert read(tmp_path / "bulk.json")[0].authors == (
        "Ada Byron",
        "Martin King Jr.",
        "Jan van der Berg",
        "The Engine Collaboration",
        "Kurt Gödel",
        "B. Li, Fox",
    )


def test_escaped_surrogates_of_the_bulk_file_are_letters_in_pairs_and_nothing_alone(tmp_path):
    line = json.dumps(bulk_entry(row(title="a PAIR b LONE c")))
    line = line.replace("PAIR", r"\ud83d\ude42").replace("LONE", r"\ude42")
    (tmp_path / "bulk.json").write_text(line + "\n")
    (paper,) = read(tmp_path / "bulk.json")
    assert paper.title == "a 🙂 b c"


def test_a_title_in_tex_is_found_by_its_letters(tmp_path):
    store = tmp_path / "papers.sqlite"
    file = write_csv(tmp_path / "papers.csv", [row(title=r"On Poincar\'e maps"), row(2)])
    import_file(store, file, today=TODAY)
    for typed in ("Poincaré", "poincare maps"):
        found = search_papers(store, typed, as_of=TODAY, limit=9)
        assert found["title"].tolist() == ["On Poincaré maps"]


DAMAGE = [
    b"",
    b"\xff",
    b"\0",
    b'"',
    b"\\",
    b"\\ud800",
    b"[",
    b"{",
    b"}",
    b"null",
    b"1e999",
    b"\n",
    b",",
]


@pytest.mark.parametrize("write", [write_csv, write_bulk])
@given(
    place=st.floats(0, 1),
    length=st.sampled_from([0, 1, 5, 60, 300]),
    piece=st.sampled_from(DAMAGE),
)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_is_read_or_refused_with_our_error(tmp_path, write, place, length, piece):
    file = write(tmp_path / "papers", [row(1), row(2, title='A, "b"\nc'), row(3)])
    whole = file.read_bytes()
    start = round(place * len(whole))
    file.write_bytes(whole[:start] + piece + whole[start + length :])
    with suppress(PaperFileError):
        assert all(paper.title and paper.abstract for paper in read(file))


xml = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32)))
    ).filter(lambda c: ord(c) & 0xFFFE != 0xFFFE and not 0x7F <= ord(c) < 0xA0)
    | st.sampled_from("\n\t &<>'\"\\{}$;\u202e\u200d\u00ad\u0301\u2029\ufeff\U0001f469"),
    max_size=60,
)
"""Whatever XML can carry."""


@given(title=xml, abstract=xml, names=st.lists(xml, max_size=3), comments=xml)
@settings(max_examples=100, deadline=None)
def test_any_text_that_a_feed_can_carry_comes_through_on_one_line(title, abstract, names, comments):
    whole = replace(
        expected(row()),
        title=f"x{title}",
        abstract=f"x{abstract}",
        authors=tuple(names),
        comments=comments,
        journal_ref=comments,
    )
    page = render_page(Query(), [whole], total=1)
    assert count_entries("application/atom+xml", page) == 1
    paper = _to_paper(_feed.parse(page).results[0])
    assert (paper.title, paper.abstract) == (one_line(f"x{title}"), one_line(f"x{abstract}"))
    assert paper.comments == paper.journal_ref == one_line(comments)
    kept = [name for name in (one_line(name.replace(";", ",")) for name in names) if name]
    assert list(paper.authors) == kept


@pytest.mark.parametrize(
    "code", [*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]
)
def test_a_page_with_a_character_that_xml_forbids_is_no_page(code):
    """It is asked for again and then a hole; a parser that repairs would drop what follows."""
    page = render_page(Query(), [replace(expected(row()), title="a%b")], total=1)
    with pytest.raises(PassingError):
        count_entries("application/atom+xml", page.replace(b"a%b", b"a&#%d;b" % code))
    raw = chr(code).encode("utf-8", "surrogatepass")
    with pytest.raises(PassingError):
        count_entries("application/atom+xml", page.replace(b"a%b", b"a%sb" % raw))


BASE = expected(row(license=""))
versions = st.builds(
    lambda primary, others, **fields: replace(
        BASE, primary_category=primary, categories=(primary, *others), **fields
    ),
    primary=st.sampled_from(["cs.RO", "cs.SY", "eess.SY"]),
    others=st.lists(st.sampled_from(["cs.AI", "cs.LG", "stat.ML"]), max_size=2, unique=True),
    arxiv_id=st.sampled_from(["2401.00001", "2401.00002"]),
    title=st.sampled_from(["Grasping", "Grasping well", "数学"]),
    comments=st.sampled_from(["", "9 pages", "Withdrawn"]),
    submitted=st.sampled_from([date(2023, 12, 31), date(2024, 1, 1)]),
    updated=st.sampled_from([None, date(2024, 2, 1), date(2024, 3, 1)]),
    license=st.sampled_from(["", "CC0", "CC BY"]),
)


TABLES = (
    """
    SELECT arxiv_id, published, updated, primary_category, categories, title, authors, comments,
        journal_ref, doi, license, license_as_of, abstract
    FROM papers
    """,
    """
    SELECT code, paper_categories.published, arxiv_id FROM paper_categories
    JOIN categories ON categories.key = category JOIN papers ON papers.key = paper
    """,
    """
    SELECT code, month, papers, primary_papers FROM month_category
    JOIN categories ON categories.key = category
    """,
    "SELECT arxiv_id, term, col, offset FROM words JOIN papers ON papers.key = doc",
)
"""All that a store holds, without the numbers of its rows."""


def everything_after(*harvests):
    """Merge harvests into a new store and read all its tables."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as store:
        for script in MIGRATIONS:
            store.executescript(script)
        for arrivals, batch in harvests:
            merge_papers(store, arrivals, batch=batch)
        store.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, papers_text, instance)"
        )
        return [sorted(store.execute(table)) for table in TABLES]


@given(
    st.lists(versions, min_size=1, max_size=6),
    st.integers(1, 5),
    st.integers(1, 5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_order_number_and_batches_of_arrivals_leave_one_store(arrivals, batch, other, rng):
    again = [*arrivals, *rng.choices(arrivals, k=rng.randrange(5))]
    rng.shuffle(again)
    cut = rng.randrange(len(again) + 1)
    assert everything_after((arrivals, batch)) == everything_after(
        (again[:cut], other), (again[cut:], batch)
    )


@pytest.mark.parametrize("order", [1, -1])
def test_a_paper_listed_in_more_categories_later_is_listed_there(order):
    first = replace(BASE, categories=("cs.RO", "stat.ML"))
    later = replace(BASE, categories=("cs.RO", "cs.LG", "stat.ML"))
    papers, links, *_ = everything_after(([first, later][::order], 1))
    assert papers[0][4] == "cs.RO cs.LG stat.ML"
    assert [code for code, *_ in links] == ["cs.LG", "cs.RO", "stat.ML"]
