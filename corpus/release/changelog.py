"""CHANGELOG.md of a release: what changed in its rows since its parent, above what the parent's changelog said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.release.manifest import Manifest

TITLE = """# Changes

Of rows, newest version first. PATCH: same rows. MINOR: rows added. MAJOR: rows edited, removed or moved.
"""


def changelog(folder: Path, manifest: Manifest, parent: Path | None) -> str:
    """The changelog of the release being made in `folder`, which follows the one in `parent`."""
    if parent is None:
        ledger = manifest.ledger
        return (
            f"{TITLE}\n## {manifest.version}\n\n- First release: {ledger.kept:,} articles of {ledger.read:,} pages.\n"
        )
    from corpus.release.diff import diff_folders

    before = (parent / "CHANGELOG.md").read_text(encoding="utf-8").removeprefix(TITLE)
    lines = diff_folders(parent, folder).lines()
    return f"{TITLE}\n## {manifest.version}\n\n" + "".join(f"- {line}\n" for line in lines) + before
