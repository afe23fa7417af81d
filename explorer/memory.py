"""What the process asks of those who give it memory."""

from __future__ import annotations

import ctypes
import os
import sys

MALLOC = {
    "M_ARENA_MAX": (-8, 2),
    "M_MMAP_THRESHOLD": (-3, 8 << 20),
    "M_TRIM_THRESHOLD": (-1, 8 << 20),
}
"""Number and value of what glibc is asked: few heaps, none with more than 8 MiB free at its end,
and what is larger than that in a place of its own."""


def give_back_memory() -> None:
    """Have what is freed go back to the system, where the C library can be asked for it.

    Pages and stages of an analysis make large tables, take a little of them and drop the rest; of a
    million papers, as much as is in use would be kept else. To be called before pyarrow is
    imported, which has a store of its own else.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        ask = getattr(ctypes.CDLL(None), "mallopt", lambda *_: None)
        for number, value in MALLOC.values():
            ask(number, value)
