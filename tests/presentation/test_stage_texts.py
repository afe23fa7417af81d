from explorer.presentation.stage_texts import HELP, MEANINGS, stage_mark, stage_text
from explorer.trends.stages import STAGES


def test_a_stage_is_told_with_its_month_and_nothing_where_nothing_is_known():
    assert stage_text("emerging", "2013-02") == "Emerging since February 2013"
    assert stage_text("steady", "") == "Steady"
    assert stage_text("", "2013-02") == ""
    assert stage_mark("emerging", "2013-02") == "Emerging, Feb 2013"
    assert stage_mark("steady", "") == "Steady"
    assert stage_mark("", "2013-02") == ""


def test_every_stage_has_a_meaning_and_all_are_in_the_help():
    assert tuple(MEANINGS) == ("emerging", "growing", "steady", "declining")
    assert set(MEANINGS) == set(STAGES)
    assert all(meaning in HELP for meaning in MEANINGS.values())
