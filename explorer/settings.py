"""Where things are kept and whom to ask; the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a command or page depends on besides its input."""

    data_dir: Path
    """Folder of the stores: ``papers.sqlite``, ``user.sqlite`` and ``runs/``."""
    arxiv_url: str = "https://export.arxiv.org/api/query"
    """Address of arXiv's query API; tests point it at a local server."""
    oai_url: str = "https://oaipmh.arxiv.org/oai"
    """Address of arXiv's OAI-PMH interface; tests point it at a local server."""
    contact: str = ""
    """How arXiv can reach the person, sent in the User-Agent; may be empty."""

    @property
    def papers(self) -> Path:
        """Store of papers."""
        return self.data_dir / "papers.sqlite"

    @property
    def user(self) -> Path:
        """Store of what the person wrote."""
        return self.data_dir / "user.sqlite"

    @property
    def runs(self) -> Path:
        """Folder of analyses."""
        return self.data_dir / "runs"

    @property
    def texts(self) -> Path:
        """File of what was read out of texts; it can be deleted and is made again."""
        return self.data_dir / "texts.npz"

    @property
    def backtests(self) -> Path:
        """Folder of back-tests."""
        return self.data_dir / "backtests"

    @property
    def demonstration(self) -> Settings:
        """The same settings, looking at the demonstration corpus in a folder of its own."""
        return replace(self, data_dir=self.data_dir / "demonstration")


def load_settings(
    data_dir: Path | None = None, *, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Read the settings: arguments first, then ``EXPLORER_*`` variables, then defaults.

    The default folder is ``data/`` in a checkout and the user's data folder elsewhere.
    """
    chosen = data_dir or (Path(environ["EXPLORER_DATA"]) if environ.get("EXPLORER_DATA") else None)
    settings = Settings(data_dir=(chosen or _default_data_dir()).expanduser().absolute())
    return replace(
        settings,
        arxiv_url=environ.get("EXPLORER_ARXIV_URL", settings.arxiv_url),
        oai_url=environ.get("EXPLORER_OAI_URL", settings.oai_url),
        contact=environ.get("EXPLORER_CONTACT", settings.contact),
    )


def _default_data_dir() -> Path:
    if (CHECKOUT / "app.py").exists() and (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "data"
    from platformdirs import user_data_path

    return user_data_path("research-direction-explorer")
