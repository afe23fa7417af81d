"""A local arXiv: real sockets, the real API's pages, and every way in which it can go wrong.

By hand, then point ``EXPLORER_ARXIV_URL`` at the address that it prints:

    python tests/arxiv_server.py --port 8099 --papers demo [--fault 429 --times 3]
"""

from __future__ import annotations

import argparse
import gzip
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Self

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from arxiv_faults import (
    BODY_FAULTS,
    FAULTS,
    PAGE_FAULTS,
    Answer,
    Fault,
    broken,
    drop,
    flood,
    hang,
    reset,
    whole,
)
from arxiv_feed import (
    BadQueryError,
    Query,
    matching,
    parse_query,
    render_error,
    render_page,
    sample_papers,
)

from explorer.corpus.papers import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it."""

    at: float
    """Monotonic seconds, the same clock in all processes of a machine."""
    path: str
    agent: str
    query: Query | None
    fault: str | None


class ArxivServer:
    """The server, in threads of this process, for the time of a ``with`` block."""

    route = "/api/query"
    kinds = FAULTS

    def __init__(self, papers: Sequence[Paper] = (), *, port: int = 0) -> None:
        self.papers = list(papers)
        self.asked: list[Asked] = []
        self.faults: list[Fault] = []
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.connections = 0
        self._http = _HttpServer(("127.0.0.1", port), Handler)
        self._http.arxiv = self
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}{self.route}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, kind: str, **options: object) -> None:
        """Let requests go wrong from now on; see `Fault` and `FAULTS`."""
        if kind not in self.kinds and not kind.isdecimal():
            raise ValueError(kind)
        self.faults.append(Fault(kind=kind, **options))

    def answer(self, path: str, agent: str) -> Answer:
        """Answer one request, and note it."""
        at = time.monotonic()
        with self.lock:
            route, _, query_string = path.partition("?")
            query, fault = None, None
            try:
                query = parse_query(query_string)
                fault = next((fault for fault in self.faults if fault.strikes(query)), None)
                answer = self._answer(query, fault)
            except BadQueryError as error:
                answer = Answer(status=400, body=render_error(str(error)))
            if route == "/moved/api/query":
                answer = Answer(status=301, headers={"Location": f"{self.url}?{query_string}"})
            elif route != "/api/query":
                answer = Answer(status=404, body=b"not found", content_type="text/plain")
            kind = fault.kind if fault else None
            self.asked.append(Asked(at=at, path=path, agent=agent, query=query, fault=kind))
        return answer

    def _answer(self, query: Query, fault: Fault | None) -> Answer:
        found = matching(self.papers, query)
        page, total = found[query.start : query.start + query.size], len(found)
        if fault and fault.kind in PAGE_FAULTS:
            page, total = PAGE_FAULTS[fault.kind](page, total, found, query)
        answer = Answer(body=render_page(query, page, total=total))
        if fault and fault.kind == "insert":
            self.papers.append(fault.paper)
        elif fault and fault.kind == "remove":
            self.papers.remove(found[0])
        elif fault and fault.kind not in PAGE_FAULTS:
            answer = broken(answer, fault, BODY_FAULTS)
        return answer

    def gaps(self) -> list[float]:
        """Return the seconds between each request and the one before."""
        times = sorted(asked.at for asked in self.asked)
        return [after - before for before, after in pairwise(times)]


class Handler(BaseHTTPRequestHandler):
    """One connection; kept open between requests, as arXiv does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HttpServer

    def do_GET(self) -> None:
        answer = self.server.arxiv.answer(self.path, self.headers.get("User-Agent", ""))
        body = answer.body
        zipped = "gzip" in self.headers.get("Accept-Encoding", "")
        if zipped:
            body = gzip.compress(body, 1)
        if answer.send in (drop, reset, hang):
            answer.send(self, body)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(2**30 if answer.send is flood else len(body)))
        if zipped and answer.send is not flood:
            self.send_header("Content-Encoding", "gzip")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        (answer.send or whole)(self, body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""


class _HttpServer(ThreadingHTTPServer):
    arxiv: ArxivServer
    daemon_threads = True
    block_on_close = False

    def process_request(self, request: socket.socket, client_address: object) -> None:
        self.arxiv.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


def _read_papers(source: str) -> list[Paper]:
    """Make papers of the last three years, or the demonstration's, or read any importable file."""
    today = datetime.now(UTC).date()
    if source == "demo":
        return sample_papers(1200, first=today - timedelta(days=1095), last=today)
    if source == "demonstration":
        from explorer.corpus.demonstration import make_demonstration

        return make_demonstration().papers
    from explorer.corpus.importing.files import read_paper_file

    return list(read_paper_file(Path(source), today=today, skip_bad=True).papers)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--papers", default="demo", help="demo, demonstration or a file")
    parser.add_argument("--fault", action="append", default=[], help=f"one of {', '.join(FAULTS)}")
    parser.add_argument("--times", type=int, help="how often it goes wrong; for ever if left out")
    args = parser.parse_args()
    with ArxivServer(_read_papers(args.papers), port=args.port) as server:
        for kind in args.fault:
            server.fail(kind, times=args.times)
        sys.stdout.write(f"EXPLORER_ARXIV_URL={server.url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write(f"{len(server.asked)} requests\n")


if __name__ == "__main__":
    main()
