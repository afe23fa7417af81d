"""Pictures of every page, wide and narrow, light and dark: ``python tests/browser/screenshots.py``.

They go to ``screenshots/``, which Git ignores. Without ``--data-dir`` they show a demonstration
that is made for the purpose; with it, whatever lies there.
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from served import PAGES, ROOT, Dashboard, browser, settle, whole_height

from explorer.niches import keep_niche
from explorer.runs import read_run, read_table
from explorer.settings import Settings

WIDTHS = (1440, 390)
THEMES = ("light", "dark")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, help="a folder with papers and an analysis")
    parser.add_argument("--name", default="demonstration", help="begins the names of the files")
    arguments = parser.parse_args()
    target = ROOT / "screenshots"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Settings(data_dir=arguments.data_dir or Path(folder))
        if arguments.data_dir is None:
            prepare(home)
        dashboard = Dashboard(home.data_dir)
        dashboard.start()
        try:
            photograph(dashboard, target, arguments.name)
        finally:
            dashboard.stop()


def prepare(home):
    """Make a demonstration with one plan in it."""
    from explorer.demonstration import prepare_demonstration

    now = datetime.now(UTC)
    place = prepare_demonstration(home, now=now)
    run = read_run(place.runs)
    keep_niche(place, run, read_table(run, "niches")["slug"].iloc[0], now=now)


def photograph(dashboard, target, name):
    with browser() as chromium:
        for theme in THEMES:
            for width in WIDTHS:
                size = {"width": width, "height": 900}
                context = chromium.new_context(viewport=size, color_scheme=theme)
                page = context.new_page()
                for title, path in PAGES.items():
                    page.set_viewport_size(size)
                    page.goto(f"{dashboard.url}/{path}")
                    settle(page)
                    page.wait_for_timeout(800)
                    whole_height(page, width)
                    page.wait_for_timeout(1200)
                    file = target / f"{name}-{title}-{width}-{theme}.png"
                    page.screenshot(path=file)
                    sys.stdout.write(f"{file.relative_to(ROOT)}\n")
                context.close()


if __name__ == "__main__":
    main()
