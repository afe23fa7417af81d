import subprocess
import sys
from platform import libc_ver

import pytest
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


KEPT = """
import re, sys
from pathlib import Path
from explorer.serving import give_back_memory
if sys.argv[1] == "asked":
    give_back_memory()
import numpy as np
import pyarrow

def held():
    return int(re.search("VmRSS:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1])

np.ones(4_000_000)  # once something large was freed, glibc keeps what is as large
before = held()
tables = [np.ones(200_000) for _ in range(100)]
kept = tables[::10]
del tables
print((held() - before) // 1024, pyarrow.default_memory_pool().backend_name)
"""


@pytest.mark.skipif(libc_ver()[0] != "glibc", reason="asks glibc, and looks into /proc")
def test_what_pages_free_goes_back_to_the_system():
    """Of 100 tables of 1.5 MiB ten stay: so should 15 MiB, and far less than all."""

    def left(mode: str) -> tuple[int, str]:
        told = subprocess.run(
            [sys.executable, "-c", KEPT, mode], capture_output=True, text=True, check=True
        ).stdout.split()
        return int(told[0]), told[1]

    mebibytes, pool = left("asked")
    assert (mebibytes < 30, pool) == (True, "system")
    assert left("not asked")[0] > 100
