"""The dashboard as a person starts it, and the browser that looks at it."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]

PAGES = {
    "discover": "",
    "map": "map",
    "map-niches": "map?level=niche",
    "white-space": "white_space",
    "niche": "niche",
    "compare": "compare",
    "plan": "plan",
    "profile": "profile",
    "data": "data",
}
"""Each page that can be looked at, and its path; the map at two of its levels."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit asks for these beside the page of a deep link before it finds them at the root."""


class Dashboard:
    """A server of our own, over one data folder."""

    def __init__(self, data_dir, *, port=None):
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        explorer = [sys.executable, "-c", "from explorer.cli import run; run()"]
        self.process = subprocess.Popen(
            [*explorer, "serve", "--port", str(self.port), "--data-dir", str(self.data_dir)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not self.healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the dashboard did not start")
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def healthy(self):
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:  # noqa: S310
                return answer.read() == b"ok"
        except OSError:
            return False

    def memory(self):
        """Return the most memory that the server ever held, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser():
    """Give a browser, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=find_chromium(), headless=True, args=list(FLAGS)
        )
        try:
            yield launched
        finally:
            launched.close()


class Watch:
    """What a page asked for, and what it complained of."""

    def __init__(self, page):
        self.asked, self.complaints = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda channel: self.asked.append(channel.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        place = urlsplit(message.location.get("url", "")).path
        if message.type == "error" and not place.endswith(KNOWN_404):
            self.complaints.append(f"{message.text} {place}")

    def strangers(self):
        """List the addresses that are not on this machine."""
        return [
            url
            for url in self.asked
            if urlsplit(url).scheme not in {"data", "blob"}
            and urlsplit(url).hostname not in {"127.0.0.1", "localhost"}
        ]


def settle(page, *, timeout=60_000):
    """Wait until the server has nothing more to say and every chart is drawn."""
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning]", timeout=timeout
    )
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stSkeleton]') &&"
        " !document.querySelector('[data-stale=true]')",
        timeout=timeout,
    )


def whole_height(page, width, *, most=6_000):
    """Make the window as high as the page."""
    script = "document.querySelector('[data-testid=stMain]').scrollHeight"
    page.set_viewport_size({"width": width, "height": min(page.evaluate(script), most)})
