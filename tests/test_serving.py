import subprocess
import sys

from streamlit.config import get_option

READY = """
import gc, sys
from explorer.serving import make_ready
make_ready()
before = set(sys.modules)
from explorer.pages.parts import choosing, filters, opening, picking, places, why, words
from altair.utils import schemapi
heavy = {"sklearn", "scipy.stats", "scipy.optimize"}
print(sorted(set(sys.modules) - before), schemapi.DEBUG_MODE, heavy & set(sys.modules) or "none")
seldom = gc.isenabled() and gc.get_threshold()[0] > 700
print(seldom and len(gc.get_objects()) < gc.get_freeze_count() / 10)
"""


def test_what_pages_import_is_there_before_the_first_page_and_no_more():
    """Nothing is left to import or to collect, charts are not checked, nothing slow was loaded."""
    found = subprocess.run(
        [sys.executable, "-c", READY], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["[]", "False", "none", "True"]


FIRST = """
import importlib, sys
from explorer.pages.parts.ahead import FIRST
for name in FIRST:
    importlib.import_module(name)
slow = {"scipy", "sklearn", "sqlalchemy", "explorer.analysis", "explorer.plans.ladder"}
print(slow & set(sys.modules) or "none")
"""


def test_the_first_page_waits_for_nothing_that_it_does_not_need():
    found = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["none"]


def test_no_page_ends_with_a_full_collection_of_garbage():
    """It would hold up every reader for longer than most pages take."""
    assert not get_option("runner.postScriptGC")
