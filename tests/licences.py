"""The licence gate: every installed package has a licence we may depend on.

No GPL or AGPL. LGPL only by name. A package offered under several licences passes when one of them is allowed
("MPL-1.1 OR GPL-2.0-only"). Run by `make licences` and by the build.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

REFUSED = re.compile(r"\bA?GPL|GNU (?:AFFERO )?GENERAL PUBLIC", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|LESSER GENERAL PUBLIC", re.IGNORECASE)
LGPL_BY_NAME: frozenset[str] = frozenset()
"""packages under the LGPL alone that we have looked at: none today"""


def choices(licence: str) -> list[str]:
    """The licences among which a user may choose ("A OR B", "A; B" of classifiers counts as all together)."""
    return re.split(r"\s+OR\s+", licence.strip("() "))


def allowed(name: str, licence: str) -> bool:
    """Whether a package may be a dependency."""
    for choice in choices(licence):
        if LESSER.search(choice):
            if name.lower() in LGPL_BY_NAME:
                return True
        elif not REFUSED.search(choice) and choice.strip().upper() not in {"", "UNKNOWN"}:
            return True
    return False


def main() -> int:
    """Print each refused package; exit 1 when there is one."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--ignore-packages", "doichieu"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    refused = [(row["Name"], row["License"]) for row in rows if not allowed(row["Name"], row["License"])]
    for name, licence in refused:
        print(f"refused: {name}: {licence}")
    print(f"{len(rows)} packages, {len(refused)} refused")
    return 1 if refused or not rows else 0


if __name__ == "__main__":
    raise SystemExit(main())
