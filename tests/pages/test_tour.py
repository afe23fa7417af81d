import pytest

from explorer.pages.parts.tour_stops import STOPS
from explorer.plans.niches import list_niches


def press(screen, label, *, on):
    """Press a button of a page; AppTest does not follow a page that switches by itself."""
    screen.app.switch_page(f"explorer/pages/{on.name}")
    screen.button(label).click().run()
    assert not screen.exception


def titles(screen):
    return [each.value for each in screen.app.markdown if each.value.startswith("**Tour")]


def test_a_new_person_is_led_through_every_page_and_let_go(open_page, home):
    screen = open_page("discover", home)
    assert titles(screen) == []
    screen.button("Take the tour").click().run()
    for place, stop in enumerate(STOPS, start=1):
        (line,) = titles(screen)
        assert line.startswith(f"**Tour, {place} of {len(STOPS)}: {stop.title}.**")
        if place < len(STOPS):
            press(screen, f"Next: {STOPS[place].title}", on=stop.page)
    press(screen, "End the tour", on=STOPS[-1].page)
    assert titles(screen) == []
    assert list_niches(home.demonstration.user) == ()


def test_each_stop_names_a_page_of_its_own():
    assert len({stop.page for stop in STOPS}) == len(STOPS)
    assert all(stop.page.exists() for stop in STOPS)


def test_a_tour_goes_back_and_is_left_anywhere(open_page, home):
    screen = open_page("discover", home)
    screen.button("Take the tour").click().run()
    press(screen, f"Next: {STOPS[1].title}", on=STOPS[0].page)
    press(screen, f"Back to {STOPS[0].title}", on=STOPS[1].page)
    assert titles(screen)[0].startswith("**Tour, 1 of")
    press(screen, "Leave the tour", on=STOPS[0].page)
    assert titles(screen) == []
    assert "Take the tour" not in screen.labels()


@pytest.mark.parametrize("page", ["discover", "niche", "data"])
def test_a_tour_that_was_declined_is_called_again_from_any_page(open_page, home, page):
    screen = open_page("discover", home)
    screen.button("Not now").click().run()
    assert "Take the tour" not in screen.labels()
    screen.app.switch_page(f"explorer/pages/{page}.py").run()
    screen.button("Tour").click().run()
    assert titles(screen)[0].startswith("**Tour, 1 of")


def test_a_person_with_papers_is_not_asked(open_page, real_home):
    screen = open_page("discover", real_home)
    assert "Take the tour" not in screen.labels()
    assert "Tour" in screen.labels()
