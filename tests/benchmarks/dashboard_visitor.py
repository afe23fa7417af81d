"""A visitor of the dashboard without a browser: asks for pages as one does, and times the server.

Speaks the protocol between Streamlit's page and its server, so that what is timed is the script
and what it sends, without the work of a browser beside it.
"""

import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SLOWEST = 60
"""Seconds after which an answer is given up."""


class Visitor:
    """One tab of a browser."""

    def __init__(self, url):
        address = urlsplit(url)
        self._connection = connect(
            f"ws://{address.netloc}/_stcore/stream",
            subprotocols=["streamlit"],
            origin=url,
            max_size=None,
        )
        self._scripts = {}
        self._toggles = {}
        self._messages = {}
        self._page = ""
        self.errors = []

    def __enter__(self):
        self._socket = self._connection.__enter__()
        return self

    def __exit__(self, *error):
        self._connection.__exit__(*error)

    def visit(self, page, query=""):
        """Go to a page and return the seconds until all of it came."""
        self._page, self._toggles = page, {}
        return self._ask(query, {})

    def turn(self, label):
        """Turn a switch of the page, and return the seconds until all of it came."""
        key, value = self._toggles[label]
        return self._ask("", {key: not value})

    def _ask(self, query, switches):
        message = BackMsg()
        state = message.rerun_script
        state.query_string = query
        state.page_script_hash = self._scripts.get(self._page, "")
        state.page_name = "" if self._scripts else self._page
        for key, value in switches.items():
            widget = state.widget_states.widgets.add()
            widget.id, widget.bool_value = key, value
        began = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=SLOWEST))
            kind = answer.WhichOneof("type")
            if kind == "ref_hash":
                answer = self._messages.get(answer.ref_hash, answer)
                kind = answer.WhichOneof("type")
            elif answer.hash:
                self._messages[answer.hash] = answer
            if kind == "script_finished":
                if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        self.errors.append(f"{self._page}: {answer.script_finished}")
                    continue
                return time.perf_counter() - began
            self._heed(kind, answer)

    def _heed(self, kind, answer):
        if kind == "navigation":
            pages = answer.navigation.app_pages
            self._scripts = {each.url_pathname: each.page_script_hash for each in pages}
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(f"{self._page}: {element.exception.message}")
            elif element.WhichOneof("type") == "checkbox":
                box = element.checkbox
                self._toggles[box.label] = (box.id, box.value if box.set_value else box.default)
