"""Long work in a process of its own, which outlives the page, the terminal and the dashboard.

There is one job at a time in a data folder. It holds a lock there while it lives and writes how far
it is into a small file, so that every page, dashboard and terminal sees the same job, joins it
instead of starting another, and can stop it. `Desk` is the end that starts and looks;
``python -m explorer.jobs ORDER`` is the end that works.
"""

from explorer.jobs.desk import Desk, Job
from explorer.jobs.standing import Order, Standing

__all__ = ["Desk", "Job", "Order", "Standing"]
