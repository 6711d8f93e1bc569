"""CHANGELOG.md of a release: what changed in its rows since its parent, above what the parent's changelog said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.release.diff import Diff
    from corpus.release.manifest import Manifest

TITLE = """# Changes

Of rows, newest version first. PATCH: same rows. MINOR: rows added. MAJOR: rows edited, removed or moved.
"""


def changelog(manifest: Manifest, parent: Path | None, changes: Diff | None) -> str:
    """The changelog of the release being made, which follows the one in `parent`, where there is one."""
    if parent is None or changes is None:
        ledger = manifest.ledger
        return (
            f"{TITLE}\n## {manifest.version}\n\n- First release: {ledger.kept:,} articles of {ledger.read:,} pages.\n"
        )
    before = (parent / "CHANGELOG.md").read_text(encoding="utf-8").removeprefix(TITLE)
    return f"{TITLE}\n## {manifest.version}\n\n" + "".join(f"- {line}\n" for line in changes.lines()) + before
