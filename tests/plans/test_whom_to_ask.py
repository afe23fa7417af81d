from explorer.plans.whom_to_ask import Bridge, Scope
from explorer.presentation.asked_of import bridge_text, scope_text


def test_what_is_said_of_somebody_counts_both_sides_and_the_whole_path():
    bridge = Bridge(author=1, sides=("mud", "sea"), papers=(1, 2))
    assert bridge_text(bridge) == "bridges mud and sea: 1 paper on one, 2 on the other"
    path = scope_text(Scope(papers=3, subfields=("Earth", "Sea"), teams=(1.0, 2.5)))
    assert path == (
        "Path: 3 papers held in 2 subfields, in order: Earth, Sea; "
        "teams of 1.0 at first, of 2.5 of late."
    )
    alone = scope_text(Scope(papers=1, subfields=("Sea",), teams=(2.0, 2.0)))
    assert alone == "Path: 1 paper held, in Sea."
    nowhere = scope_text(Scope(papers=2, subfields=(), teams=(2.0, 2.0)))
    assert nowhere == "Path: 2 papers held; teams of 2.0 at first, of 2.0 of late."
