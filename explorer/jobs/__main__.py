"""``python -m explorer.jobs ORDER [BEFORE]``: the process of one job."""

import sys

from explorer.jobs.works import main
from explorer.memory import give_back_memory

if __name__ == "__main__":
    give_back_memory()
    sys.exit(main(*sys.argv[1:]))
