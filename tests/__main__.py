"""Every check of the project, in the order in which they are cheap: ``python -m tests``."""

from __future__ import annotations

import subprocess
import sys
import time

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "tests": ["pytest", "-n", "2", "--dist", "loadscope", *sys.argv[1:]],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}: {' '.join(command)}", flush=True)
        start = time.monotonic()
        status = subprocess.run([sys.executable, "-m", *command], check=False).returncode
        print(f"== {name}: {'ok' if status == 0 else 'FAILED'}, {time.monotonic() - start:.0f} s")
        if status != 0:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
