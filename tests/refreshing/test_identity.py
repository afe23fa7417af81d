"""Who keeps which id, name and address: small partitions with planted fates."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from explorer.refreshing.identity import continued, continued_newborns
from explorer.results import Found
from explorer.topics.assignment import FrozenModel
from explorer.topics.embedding import Embedding
from explorer.topics.newborns import Newborns
from explorer.topics.phrases import find_phrases
from explorer.topics.subfields import Level
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import Vocabulary


def groups(prefix, names, parents=()):
    return pd.DataFrame(
        {
            "niche_id": [f"{prefix}{i:08x}" for i in range(len(names))],
            "name": names,
            "slug": [name.replace(" ", "-") for name in names],
            "terms": [[name, f"{name} method"] for name in names],
            "parent_id": list(parents) or [""] * len(names),
        }
    )


def found(niche, names, subfield_of=None):
    """Niches found now: one subfield and one area, or the subfields given."""
    niche = np.array(niche)
    subfield_of = np.array(subfield_of or [0] * len(names))
    n_subfields = int(subfield_of.max()) + 1
    subfields = groups(
        "s9", [f"field {i}" for i in range(n_subfields)], ["a900000000"] * n_subfields
    )
    levels = [
        ("niche", niche, groups("n9", names, subfields["niche_id"].iloc[subfield_of])),
        ("subfield", subfield_of[niche], subfields),
        ("area", np.zeros(len(niche), dtype=int), groups("a9", ["science"])),
    ]
    nothing = np.empty((0, 0), dtype=np.float32)
    words = pd.concat(
        [table.assign(term=table["name"], role="own", weight=1.0) for _, _, table in levels]
    )
    return Found(
        levels=tuple(
            Level(name=name, label=label, groups=table, weights=csr_array((len(table), 0)))
            for name, label, table in levels
        ),
        similarity=np.ones(len(niche), dtype=np.float32),
        placed=np.full(len(niche), "partition"),
        stability=np.ones(len(names)),
        own_words=words[["niche_id", "term", "role", "weight"]],
        counts=csr_array((len(niche), 0)),
        model=FrozenModel(
            embedding=Embedding(
                vocabulary=Vocabulary(terms=(), roots={}), idf=nothing, components=nothing
            ),
            centroids=nothing,
            group_ids={name: table["niche_id"].tolist() for name, _, table in levels},
        ),
        points=nothing,
        phrases=find_phrases(tokenize([], [])),
        marks=pd.DataFrame(index=range(len(niche))),
    )


def before(niche, names):
    """The tables of a run with the same papers, in one subfield and one area."""
    niches = [
        groups("n1", names, ["s100000000"] * len(names)).assign(level="niche"),
        groups("s1", ["field"], ["a100000000"]).assign(level="subfield"),
        groups("a1", ["all of it"]).assign(level="area"),
    ]
    members = pd.DataFrame(
        {"paper_id": ids(len(niche)), "niche_id": groups("n1", names)["niche_id"].to_numpy()[niche]}
    )
    table = pd.concat(niches, ignore_index=True).assign(kind="partition")
    return {"niches": table, "members": members.assign(kind="partition")}


def ids(n):
    return pd.Series([f"2401.{i:05}" for i in range(n)])


def identities(result):
    level = result.levels[0].groups
    return level[["niche_id", "name", "slug"]].to_numpy().tolist()


OLD = np.repeat([0, 1], [60, 40])


def test_what_goes_on_keeps_id_name_and_address_and_takes_new_words():
    now, events = continued(
        found(1 - OLD, ["x", "y"]), ids(100), before(OLD, ["grasping", "walking"])
    )
    assert identities(now) == [
        ["n100000001", "walking", "walking"],
        ["n100000000", "grasping", "grasping"],
    ]
    assert now.levels[0].groups["terms"].tolist() == [["x", "x method"], ["y", "y method"]]
    assert events.empty


def test_parents_words_and_model_speak_of_the_same_ids():
    now, _ = continued(found(1 - OLD, ["x", "y"]), ids(100), before(OLD, ["grasping", "walking"]))
    niches, subfields, areas = (level.groups for level in now.levels)
    assert subfields["niche_id"].tolist() == ["s100000000"]
    assert set(niches["parent_id"]) == {"s100000000"}
    assert subfields["parent_id"].tolist() == areas["niche_id"].tolist() == ["a100000000"]
    assert now.model.group_ids["niche"] == niches["niche_id"].tolist()
    everything = {*niches["niche_id"], *subfields["niche_id"], *areas["niche_id"]}
    assert set(now.own_words["niche_id"]) == everything


def test_a_split_keeps_the_larger_part_and_names_both():
    new = np.repeat([0, 1, 2], [35, 25, 40])
    now, events = continued(
        found(new, ["x", "soft grasping", "y"]), ids(100), before(OLD, ["grasping", "walking"])
    )
    assert [row[0] for row in identities(now)] == ["n100000000", "n900000001", "n100000001"]
    (event,) = events.to_dict("records")
    assert event["kind"] == "split"
    assert event["niche_id"] == "n100000000"
    assert event["others"] == ["n100000000", "n900000001"]
    assert event["words"] == ["x", "x method", "soft grasping", "soft grasping method"]


def test_a_niche_that_died_is_told_in_its_old_words():
    """Its papers went to two others, and neither holds a quarter of it... or are held no more."""
    old = np.repeat([0, 1], [60, 40])
    now, events = continued(
        found(np.zeros(60, dtype=int), ["x"]), ids(60), before(old, ["grasping", "walking"])
    )
    assert [row[0] for row in identities(now)] == ["n100000000"]
    (event,) = events.to_dict("records")
    assert (event["kind"], event["niche_id"]) == ("died", "n100000001")
    assert event["words"] == ["walking", "walking method"]


def test_new_papers_alone_make_a_niche_that_is_born():
    now, events = continued(
        found(np.repeat([0, 1, 2], [60, 40, 20]), ["x", "y", "swimming"]),
        ids(120),
        before(OLD, ["grasping", "walking"]),
    )
    assert identities(now)[2] == ["n900000002", "swimming", "swimming"]
    (event,) = events.to_dict("records")
    assert (event["kind"], event["niche_id"], event["others"]) == ("born", "n900000002", [])


@pytest.mark.parametrize("name", ["grasping", "Grasping"])
def test_a_newcomer_gives_way_to_the_name_address_and_id_of_an_older_one(name):
    newcomers = found(np.repeat([0, 1, 2], [60, 40, 20]), ["x", "y", name])
    tables = before(OLD, ["grasping", "walking"])
    tables["niches"].loc[1, "niche_id"] = "n900000002"
    tables["members"] = tables["members"].replace("n100000001", "n900000002")
    now, _ = continued(newcomers, ids(120), tables)
    names = now.levels[0].groups
    assert names["name"].str.lower().is_unique
    assert names["slug"].str.lower().is_unique
    assert names["niche_id"].is_unique
    assert names["name"].tolist() == ["grasping", "walking", f"{name} method"]
    assert names["niche_id"].str.fullmatch("n[0-9a-f]{8,9}").all()


# Newborn niches


def born(*sets, names):
    """Newborns of these rows of papers."""
    return Newborns(
        groups=groups("n7", names, ["s100000000"] * len(names)),
        weights=csr_array((len(names), 0)),
        paper=np.concatenate([np.empty(0, dtype=np.int64), *map(np.array, sets)]).astype(np.int64),
        group=np.repeat(np.arange(len(sets)), [len(each) for each in sets]),
        similarity=np.ones(sum(map(len, sets)), dtype=np.float32),
        middles=np.eye(len(sets), 3, dtype=np.float32),
    )


def before_with(*sets, names):
    """The tables of a run of 100 papers that had newborns of these rows."""
    tables = before(OLD, ["grasping", "walking"])
    own = groups("n5", names, ["s100000000"] * len(names)).assign(level="niche", kind="newborn")
    rows = [
        {"paper_id": ids(100)[row], "niche_id": own["niche_id"].iloc[i], "kind": "newborn"}
        for i, each in enumerate(sets)
        for row in each
    ]
    return {
        "niches": pd.concat([tables["niches"], own], ignore_index=True),
        "members": pd.concat([tables["members"], pd.DataFrame(rows)], ignore_index=True),
    }


def test_a_newborn_goes_on_by_its_papers_though_they_are_shared_and_some_are_new():
    earlier = before_with(range(10, 30), range(20, 40), names=["soft hands", "gecko feet"])
    now = born([*range(20, 38), *range(100, 110)], range(60, 80), names=["x", "y"])
    niches = earlier["niches"].query("kind == 'partition' and level == 'niche'")
    told, events = continued_newborns(now, niches, paper_ids=ids(110), before=earlier)
    assert told.groups["niche_id"].tolist() == ["n500000001", "n700000001"]
    assert told.groups["name"].tolist() == ["gecko feet", "y"]
    assert dict(events[["kind", "niche_id"]].to_numpy()) == {
        "born": "n700000001",
        "died": "n500000000",
    }


def test_a_newborn_never_takes_the_name_or_address_of_a_niche():
    earlier = before_with(range(10, 30), names=["soft hands"])
    niches = earlier["niches"].query("kind == 'partition' and level == 'niche'")
    now = born(range(60, 80), names=["grasping"])
    told, _ = continued_newborns(now, niches, paper_ids=ids(100), before=earlier)
    taken = {*niches["name"], *niches["slug"], "soft hands"}
    assert not taken & {*told.groups["name"], *told.groups["slug"]}


def test_a_partition_goes_on_as_itself_beside_newborns():
    now, events = continued(
        found(OLD, ["x", "y"]), ids(100), before_with(range(60), names=["soft hands"])
    )
    assert [row[0] for row in identities(now)] == ["n100000000", "n100000001"]
    assert events.empty


def test_a_newborn_that_the_partition_now_isolates_passes_its_id_on():
    new = np.repeat([0, 2, 1], [45, 15, 40])
    now, _ = continued(
        found(new, ["x", "y", "z"]), ids(100), before_with(range(45, 60), names=["soft hands"])
    )
    assert identities(now)[2] == ["n500000000", "soft hands", "soft-hands"]


# Over many runs


def next_tables(now):
    """The tables that the run of some groups leaves for the next one."""
    table = pd.concat(
        [level.groups.assign(level=level.name) for level in now.levels], ignore_index=True
    )
    niche = now.levels[0]
    members = pd.DataFrame(
        {
            "paper_id": ids(len(niche.label)),
            "niche_id": niche.groups["niche_id"].to_numpy()[niche.label],
        }
    )
    return {"niches": table.assign(kind="partition"), "members": members.assign(kind="partition")}


partitions = st.lists(st.lists(st.integers(0, 4), min_size=30, max_size=30), min_size=2, max_size=4)


def run_through(partitions):
    """Let partitions follow one another; yield the ids, names and addresses of each."""
    tables, retired = None, set()
    for each in partitions:
        label = np.unique(each, return_inverse=True)[1]
        names = [f"niche {i}" for i in range(label.max() + 1)]
        if tables is None:
            now = found(label, names)
        else:
            now, events = continued(found(label, names), ids(30), tables, retired=retired)
            retired |= {each for others in events["others"] for each in others}
            retired |= set(events["niche_id"])
        tables = next_tables(now)
        retired -= set(tables["niches"]["niche_id"])
        yield now.levels[0].groups


@settings(max_examples=10, deadline=None)
@given(partitions)
def test_ids_names_and_addresses_are_unique_and_no_id_is_given_again(partitions):
    """Every new group proposes the same few ids, so that one given twice would show."""
    seen, live = set(), set()
    for groups in run_through(partitions):
        now = set(groups["niche_id"])
        assert len(now) == len(groups)
        assert groups["name"].str.lower().is_unique
        assert groups["slug"].is_unique
        assert not now & (seen - live), "an id came back from the dead"
        seen |= now
        live = now


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=30, max_size=30),
    st.lists(st.integers(0, 4), min_size=30, max_size=30),
    st.permutations(range(30)),
)
def test_the_order_of_papers_changes_no_id(old, new, order):
    old, new = (np.unique(each, return_inverse=True)[1] for each in (old, new))
    names = [f"niche {i}" for i in range(new.max() + 1)]
    tables = before(old, [f"old {i}" for i in range(old.max() + 1)])
    straight, _ = continued(found(new, names), ids(30), tables)
    order = list(order)
    turned, _ = continued(found(new[order], names), ids(30).iloc[order], tables)
    assert identities(turned) == identities(straight)
