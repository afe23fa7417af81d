import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.taxonomy import check_categories, listed_categories, oai_set, read_taxonomy
from explorer.errors import UnknownCategoryError

REAL = Path(__file__).parents[2].parent / "shared" / "data"

TAXONOMY = read_taxonomy()
CODES = TAXONOMY["code"].tolist()
BARE_ARCHIVES = {"astro-ph", "cond-mat", "q-bio"}
"""Codes that old papers carry and nobody can choose any more."""

codes = st.sampled_from(CODES)


def nearest(text: str) -> tuple[str, ...]:
    with pytest.raises(UnknownCategoryError) as caught:
        check_categories([text])
    return caught.value.nearest


def test_the_list_has_all_155_categories_of_today_and_those_of_old_papers():
    retired = (TAXONOMY["alias_of"] != "") & ~TAXONOMY["code"].str.contains(".", regex=False)
    today = TAXONOMY[~retired & ~TAXONOMY["code"].isin(BARE_ARCHIVES)]
    assert len(today) == 155
    assert len(today[today["group"] == "Computer Science"]) == 40
    assert len(today[today["group"] == "Physics"]) == 51
    assert retired.sum() == 18


def test_every_line_of_the_list_is_whole():
    assert TAXONOMY.columns.tolist() == ["code", "name", "group", "since", "alias_of"]
    assert TAXONOMY["code"].is_unique
    assert (TAXONOMY[["code", "name", "group"]] != "").all(axis=None)
    assert TAXONOMY["since"].str.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])|").all()
    assert set(TAXONOMY["alias_of"]) - {""} <= set(CODES)


def test_an_alias_leads_to_a_category_and_not_to_another_alias():
    alias_of = TAXONOMY.set_index("code")["alias_of"]
    aliases = alias_of[alias_of != ""]
    assert (alias_of[aliases] == "").all()
    assert aliases["math.MP"] == "math-ph"
    assert aliases["cs.SY"] == "eess.SY"
    assert aliases["cmp-lg"] == "cs.CL"


def test_the_table_of_one_caller_is_not_that_of_the_next():
    mine = read_taxonomy()
    mine.loc[0, "name"] = "spoilt"
    assert read_taxonomy().equals(TAXONOMY)


@given(code=codes, upper=st.booleans())
@settings(max_examples=50, deadline=None)
def test_the_case_of_a_code_does_not_matter(code: str, upper: bool):
    assert check_categories([code.upper() if upper else code.lower()]) == check_categories([code])
    assert code in check_categories([f" {code} "])


@given(wanted=st.lists(codes, max_size=6))
@settings(max_examples=50, deadline=None)
def test_checked_categories_are_known_come_once_and_check_as_themselves(wanted: list[str]):
    checked = check_categories(wanted)
    assert set(wanted) <= set(checked) <= set(CODES)
    assert len(set(checked)) == len(checked)
    assert set(check_categories(checked)) == set(checked)


def test_categories_come_in_the_order_in_which_they_were_asked_for():
    assert check_categories(["stat.ML", "cs.ro", "CS.LG", "cs.RO"]) == ["stat.ML", "cs.RO", "cs.LG"]
    assert check_categories([]) == []


@pytest.mark.parametrize("archive", ["cs", "CS.*", "math", "physics", "stat", "nlin"])
def test_an_archive_stands_for_all_its_categories(archive: str):
    prefix = archive.lower().removesuffix(".*") + "."
    expected = [code for code in CODES if code.startswith(prefix)]
    assert [code for code in check_categories([archive]) if code.startswith(prefix)] == expected


def test_an_archive_whose_old_papers_have_no_finer_category_includes_its_own_code():
    assert check_categories(["astro-ph"])[:2] == ["astro-ph", "astro-ph.CO"]
    assert check_categories(["hep-th"]) == ["hep-th"]


@pytest.mark.parametrize(
    "pair", [("cs.SY", "eess.SY"), ("math.IT", "cs.IT"), ("stat.TH", "math.ST")]
)
def test_both_codes_of_a_category_are_looked_for_whichever_was_asked(pair: tuple[str, str]):
    assert check_categories([pair[0]]) == list(pair)
    assert check_categories([pair[1]]) == list(reversed(pair))


def test_a_retired_archive_leads_to_its_category_and_not_back():
    assert check_categories(["cmp-lg"]) == ["cmp-lg", "cs.CL"]
    assert check_categories(["cs.CL"]) == ["cs.CL"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Robotics", ["cs.RO"]),
        (" QUANTUM  physics ", ["quant-ph"]),
        ("computation and language", ["cs.CL"]),
        ("systems and control", ["eess.SY", "cs.SY"]),
        ("Information Theory", ["cs.IT", "math.IT"]),
        ("mathematical physics", ["math-ph", "math.MP"]),
        ("Computational Engineering, Finance, and Science", ["cs.CE"]),
    ],
)
def test_a_name_is_as_good_as_a_code(name: str, codes: list[str]):
    assert check_categories([name]) == codes


def test_every_name_is_understood_unless_two_categories_bear_it():
    own = TAXONOMY[TAXONOMY["alias_of"] == ""]
    bearers = own.groupby("name")["code"].agg(list)
    ambiguous = {name: codes for name, codes in bearers.items() if len(codes) > 1}
    assert ambiguous == {"Machine Learning": ["cs.LG", "stat.ML"]}
    for name, (code, *_) in bearers.drop("Machine Learning").items():
        assert check_categories([name]) == check_categories([code])


def test_a_name_of_two_categories_suggests_both():
    assert set(nearest("Machine Learning")[:2]) == {"cs.LG", "stat.ML"}


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("Computer Science", "cs"),
        ("statistics", "stat"),
        ("economics", "econ"),
        ("physics", "physics"),
    ],
)
def test_the_name_of_a_field_stands_for_its_archive(name: str, archive: str):
    assert check_categories([name]) == check_categories([archive])


@pytest.mark.parametrize(
    ("prefix", "since"),
    [
        ("cs.RO", "1998-09"),
        ("q-bio.", "2003-09"),
        ("stat.M", "2007-04"),
        ("q-fin.P", "2008-12"),
        ("astro-ph.", "2009-01"),
        ("eess.A", "2017-09"),
        ("eess.I", "2017-09"),
        ("econ.EM", "2017-09"),
        ("hep-th", "1991-08"),
    ],
)
def test_categories_began_when_arxiv_announced_them(prefix: str, since: str):
    began = TAXONOMY.loc[TAXONOMY["code"].str.startswith(prefix), "since"]
    assert set(began) == {since}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("robotiks", "cs.RO"),
        ("cs.R0", "cs.RO"),
        ("machine lerning", "cs.LG"),
        ("quantum phisics", "quant-ph"),
        ("csro", "cs.RO"),
        ("computer vision", "cs.CV"),
        ("physics.optic", "physics.optics"),
        ("statistic", "stat"),
        ("hep-tx", "hep-th"),
    ],
)
def test_an_unknown_category_suggests_the_nearest_by_code_or_name(written: str, meant: str):
    assert nearest(written)[0] == meant


@given(text=st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_at_most_three_are_suggested_and_all_of_them_exist(text: str):
    with pytest.raises(UnknownCategoryError) as caught:
        check_categories(["cs.RO", f"?{text}"])
    error = caught.value
    assert len(error.nearest) <= 3
    assert len(check_categories(error.nearest)) >= len(error.nearest)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_nothing_is_suggested_for_what_resembles_nothing():
    assert nearest("xyzzy") == ()
    assert nearest("") == ()


def test_classes_of_other_schemes_are_no_categories_of_a_paper():
    listed = "68T07, I.2.7; cs.LG cs.AI 2020: (Primary) cs.AI cs https://example.org cs.CL, A.0"
    assert listed_categories("cs.AI", listed) == ("cs.AI", "cs.LG")


def test_a_category_newer_than_our_list_is_kept():
    assert listed_categories("cs.QQ", "cs.LG cs.QQ physics.new-ph") == (
        "cs.QQ",
        "cs.LG",
        "physics.new-ph",
    )


def test_a_primary_category_that_is_not_listed_is_not_invented():
    assert listed_categories("cs.RO", "cs.LG") == ("cs.LG",)


@given(listed=st.lists(codes, max_size=8), rest=st.text(max_size=20))
@settings(max_examples=50, deadline=None)
def test_every_category_of_the_list_is_recognised_in_any_company(listed: list[str], rest: str):
    assert set(listed) <= set(listed_categories("", " ".join([*listed, rest])))


@pytest.mark.real
@pytest.mark.parametrize("name", ["arxiv_cs_stat_2007_2016", "arxiv_cs_ai_2024_2026"])
def test_all_categories_of_real_papers_are_in_the_list(name: str):
    file = REAL / f"{name}.parquet"
    if not file.exists():
        pytest.skip(f"needs the real corpus {file.name} in ../shared/data")
    from pyarrow import parquet

    table = parquet.read_table(file, columns=["primary_category", "categories"]).to_pydict()
    for primary, listed in zip(table["primary_category"], table["categories"], strict=True):
        found = listed_categories(primary, listed)
        assert found[0] == primary
        assert set(found) <= set(CODES)
        shaped = re.findall(r"(?<![^ ])(?:cs|math|stat|eess|q-bio|econ)\.[A-Z]{2}(?![^ ])", listed)
        assert set(shaped) <= set(found)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cs.RO", "cs:cs:RO"),
        ("math.AG", "math:math:AG"),
        ("hep-th", "physics:hep-th"),
        ("math-ph", "physics:math-ph"),
        ("astro-ph.GA", "physics:astro-ph:GA"),
        ("physics.soc-ph", "physics:physics:soc-ph"),
        ("nlin.AO", "physics:nlin:AO"),
        ("q-bio.NC", "q-bio:q-bio:NC"),
        ("cs.SY", "cs:cs:SY"),
        ("eess.SY", "eess:eess:SY"),
        ("astro-ph", ""),
        ("q-bio", ""),
        ("cmp-lg", ""),
        ("no.such", ""),
    ],
)
def test_a_category_in_use_has_a_set_of_its_own(code, name):
    assert oai_set(code) == name


def test_no_two_categories_share_a_set():
    sets = [name for code in read_taxonomy()["code"] if (name := oai_set(code))]
    assert len(sets) == len(set(sets)) > 140
