"""``python -m explorer.jobs ORDER [BEFORE]``: the process of one job."""

import sys

from explorer.jobs.works import main

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
