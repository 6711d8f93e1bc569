"""Articles made of our own words, for tests of duplicates: any number, of any likeness, with no publisher's text."""

from __future__ import annotations

import random
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import pyarrow as pa

_STEMS = (
    "নদী মাঠ গ্রাম শহর বাজার বৃষ্টি রোদ মেঘ সেতু সড়ক বিদ্যালয় শিক্ষক ছাত্র কৃষক ধান পাট আম লিচু মাছ নৌকা ট্রেন বাস টিকিট যাত্রী দাম টাকা ব্যাংক ঋণ মেলা "
    "বই কবি গান ছবি খেলা মাঠকর্মী দল গোল রান উইকেট অধিনায়ক কোচ দর্শক জয় হার ড্র সূচি পরীক্ষা ফল ভর্তি আসন ভোট কেন্দ্র প্রার্থী জোট সভা মিছিল আইন আদালত রায় "
    "পুলিশ মামলা তদন্ত আগুন পানি ঝড় বন্যা বাঁধ ত্রাণ আশ্রয় হাসপাতাল চিকিৎসক রোগী টিকা ওষুধ জেলা উপজেলা ইউনিয়ন বন্দর জাহাজ পণ্য রপ্তানি আমদানি কর বাজেট"
)
STEMS = _STEMS.split()
ENDINGS = ("", "ে", "র", "কে", "গুলো", "টি", "ও", "ই", "তে", "েরা")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("uid", "id", "url", "site")]
    + [(name, pa.large_string()) for name in ("headline", "body")]
    + [("published", pa.string())]
)


def words(seed: int, count: int) -> list[str]:
    """Words of one text; texts of two seeds share next to no run of three words."""
    chance = random.Random(seed)
    return [chance.choice(STEMS) + chance.choice(ENDINGS) for _ in range(count)]


def body(seed: int, count: int = 120) -> str:
    """A body in sentences and paragraphs."""
    text = words(seed, count)
    lines = [" ".join(text[start : start + 12]) + "।" for start in range(0, count, 12)]
    return "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, len(lines), 3))


def edited(text: str, share: float, seed: int = 0) -> str:
    """The text with about this share of its words exchanged."""
    chance = random.Random(seed)
    return " ".join(word if chance.random() >= share else f"বদল{chance.randrange(10**6)}" for word in text.split(" "))


def row(headline: str, text: str, **more: Any) -> dict[str, Any]:
    """A row as the step takes it, named by what it holds."""
    id_ = digest(more.get("url") or f"{headline}\x1f{text}")
    made = {"id": id_, "url": None, "site": "khobor.example", "published": "2026-01-05", **more}
    return {**made, "headline": headline, "body": text, "uid": digest("\x1f".join(map(str, (made, headline, text))))}


def table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table."""
    return pa.Table.from_pylist(list(rows), SCHEMA)


def digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
