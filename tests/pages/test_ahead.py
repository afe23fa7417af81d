import importlib

import pytest
import streamlit as st

from explorer.pages.parts import ahead


class Place:
    """Notes what is drawn in it."""

    def __init__(self, said):
        self.said = said

    def vega_lite_chart(self, *_, **__):
        self.said.append("chart")

    def empty(self):
        self.said.append("nothing")


@pytest.fixture
def said(monkeypatch):
    said = []
    monkeypatch.setattr(st, "empty", lambda: Place(said))
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(importlib, "import_module", said.append)
    return said


def test_the_browser_loads_charts_while_pages_are_imported_and_nothing_is_left(said):
    ahead.load()
    assert said == ["chart", *ahead.FIRST, "nothing"]


def test_a_visit_begins_once(said):
    ahead.load()
    said.clear()
    ahead.load()
    assert said == []
