"""The commands of ``explorer``, one module each; ``cli`` puts them together."""

from __future__ import annotations

from explorer.commands.analyze import ANALYZE
from explorer.commands.backtest import BACKTEST
from explorer.commands.backup import BACKUP, RESTORE
from explorer.commands.command import Command
from explorer.commands.export import EXPORT
from explorer.commands.fetch import FETCH
from explorer.commands.import_ import IMPORT
from explorer.commands.ledger import LEDGER
from explorer.commands.mend import MEND
from explorer.commands.niches import NICHES
from explorer.commands.plan import PLAN
from explorer.commands.profile import PROFILE
from explorer.commands.refresh import DIGEST, REFRESH
from explorer.commands.serve import SERVE
from explorer.commands.status import STATUS
from explorer.commands.white_space import WHITE_SPACE

__all__ = ["COMMANDS", "Command"]

COMMANDS: tuple[Command, ...] = (
    FETCH,
    MEND,
    IMPORT,
    EXPORT,
    ANALYZE,
    REFRESH,
    DIGEST,
    NICHES,
    WHITE_SPACE,
    LEDGER,
    PROFILE,
    BACKTEST,
    PLAN,
    BACKUP,
    RESTORE,
    STATUS,
    SERVE,
)
