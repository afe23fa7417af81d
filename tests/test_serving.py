import subprocess
import sys

READY = """
import sys
from explorer.serving import make_ready
make_ready()
before = set(sys.modules)
from explorer.pages.parts import choosing, filters, opening, picking, places, why, words
from altair.utils import schemapi
heavy = {"sklearn", "scipy.stats", "scipy.optimize"}
print(sorted(set(sys.modules) - before), schemapi.DEBUG_MODE, heavy & set(sys.modules) or "none")
"""


def test_what_pages_import_is_there_before_the_first_page_and_no_more():
    """Nothing is left to import, charts are not checked, and no page needs what is slow to load."""
    found = subprocess.run(
        [sys.executable, "-c", READY], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["[]", "False", "none"]
