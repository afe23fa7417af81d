import subprocess
import sys
from platform import libc_ver

import pytest

KEPT = """
import re, sys
from pathlib import Path
from explorer.memory import give_back_memory
if sys.argv[1] == "asked":
    give_back_memory()
import numpy as np
import pyarrow

def held():
    return int(re.search("VmRSS:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1])

np.ones(3_900_000)  # once something large was freed, glibc keeps what is as large
before = held()
tables = [np.ones(1_200_000) for _ in range(40)]
kept = tables[::10]
del tables
print((held() - before) // 1024, pyarrow.default_memory_pool().backend_name)
"""


@pytest.mark.skipif(libc_ver()[0] != "glibc", reason="asks glibc, and looks into /proc")
def test_what_is_freed_goes_back_to_the_system():
    """Of 40 tables of 9 MiB four stay: so should 37 MiB, and far less than all."""

    def left(mode: str) -> tuple[int, str]:
        told = subprocess.run(
            [sys.executable, "-c", KEPT, mode], capture_output=True, text=True, check=True
        ).stdout.split()
        return int(told[0]), told[1]

    mebibytes, pool = left("asked")
    assert (mebibytes < 60, pool) == (True, "system")
    assert left("not asked")[0] > 200
