"""Nothing is lost: pages read = articles kept + rows removed. Counts are taken from rows, never kept beside them."""

from __future__ import annotations

import msgspec


class Ledger(msgspec.Struct, frozen=True):
    """Pages read, articles kept, and rows removed, by stage and reason; it balances or there is no release."""

    read: int
    kept: int
    removed: dict[str, dict[str, int]]

    @property
    def removed_rows(self) -> int:
        """All rows removed."""
        return sum(sum(reasons.values()) for reasons in self.removed.values())

    def imbalance(self) -> str | None:
        """What does not add up, or None.

        >>> Ledger(read=3, kept=1, removed={"screen": {"too_short": 1}}).imbalance()
        'read 3 pages but kept 1 and removed 1; 1 unaccounted for'
        """
        missing = self.read - self.kept - self.removed_rows
        if not missing:
            return None
        return f"read {self.read} pages but kept {self.kept} and removed {self.removed_rows}; {missing} unaccounted for"
