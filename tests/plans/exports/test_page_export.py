import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from explorer.plans.exports.page import paragraphs, plans_page
from explorer.plans.exports.page_frame import STYLE

VOID = {"meta", "br"}
ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "http-equiv", "content", "name"},
    "a": {"href", "rel"},
    "th": {"scope", "class"},
    "p": {"class", "dir"},
}
TAGS = re.compile(
    "html|head|meta|title|style|body|h[1-4]|p|[uo]l|li|table|thead|tbody|tr|t[hd]|span|bdi|a|br"
)


class Reader(HTMLParser):
    """Reads a page strictly: every tag that opens closes, and none is a stranger."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.texts, self.links, self.found = [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert TAGS.fullmatch(tag)
        names = {name for name, _ in attrs}
        assert names <= ATTRIBUTES.get(tag, {"class", "dir"})
        self.found.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def read(kept):
    return Reader(plans_page(kept).decode())


def test_a_page_says_everything_that_is_in_the_plan(plain):
    page = read([plain])
    for rung in plain.plan.rungs:
        for part in ("title", "problem", "feasibility_and_value", "budget", "done_when"):
            assert getattr(rung, part).removeprefix("- ") in page.text
    assert "1 of 2 rungs done; 62.5 hours at 5 hours a week." in page.text
    assert "2026-12-20" in page.text
    assert "https://arxiv.org/abs/hep-th/9901001" in page.links


def test_a_page_asks_nobody_and_its_policy_forbids_all_but_its_own_style(both):
    page = plans_page(both).decode()
    assert f"<style>{STYLE}</style>" in page
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policies = [attrs["content"] for tag, attrs in Reader(page).found if "http-equiv" in attrs]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert not re.search(r"<(?:script|img|link|iframe|object|embed|form|base)", page)
    assert not re.search(r"<[^>]*\s(?:on\w+|style|src)=", page)


def test_hostile_text_stays_text_and_no_address_runs_a_script(nasty, hostile):
    page = read([nasty])
    seen = hostile.replace("\u202e", "").replace("\u202c", "")
    assert page.text.count(seen) >= 10
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    assert "\u202e" not in page.text


def test_headings_have_one_root_and_no_gap(both, plain):
    for kept in ([plain], both):
        levels = [int(tag[1]) for tag, _ in read(kept).found if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_light_dark_and_paper_are_thought_of(plain):
    page = plans_page([plain]).decode()
    for rule in ("color-scheme: light dark", "prefers-color-scheme: dark", "@media print"):
        assert rule in page


def test_invented_papers_are_said_to_be_so_and_lead_nowhere(keeping, rung):
    page = read([keeping([rung()], kind="demonstration")])
    assert page.links == []
    assert "demonstration corpus" in page.text


def test_lists_and_paragraphs_keep_their_form():
    lines = list(paragraphs("one\ntwo\n\n- a\n- b\n1. c\nend https://a.example/x?y=1&z=2."))
    address = "https://a.example/x?y=1&amp;z=2"
    assert lines == [
        '<p dir="auto">one<br>two</p>',
        "<ul>",
        '<li dir="auto">a</li>',
        '<li dir="auto">b</li>',
        "</ul>",
        "<ol>",
        '<li dir="auto">c</li>',
        "</ol>",
        f'<p dir="auto">end <a href="{address}" rel="noopener nofollow">{address}</a>.</p>',
    ]


@given(st.text(st.sampled_from("<>&\"'- \n1.ahttps:/\0\u202e"), max_size=60))
def test_whatever_is_typed_the_page_stays_well_formed(text):
    Reader("\n".join(paragraphs(text)))


def test_an_empty_plan_and_a_blank_title_are_a_page(plain):
    empty = replace(plain, plan=replace(plain.plan, title=" ", rungs=()))
    assert "0 of 0 rungs done" in read([empty]).text
