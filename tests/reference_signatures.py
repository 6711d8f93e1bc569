"""docs/SIGNATURES.md in plain Python, word by word: slow, and written without looking at the compiled loops."""

from __future__ import annotations

MASK = (1 << 64) - 1


def mix(x: int) -> int:
    x ^= x >> 33
    x = x * 0xFF51AFD7ED558CCD & MASK
    x ^= x >> 33
    x = x * 0xC4CEB9FE1A85EC53 & MASK
    return x ^ (x >> 33)


def word_hash(word: str) -> int:
    h = 0xCBF29CE484222325
    for byte in word.encode():
        h = (h ^ byte) * 0x100000001B3 & MASK
    return h


def run_hash(words: list[str], seed: int) -> int:
    h = seed
    for word in words:
        h = mix((h + word_hash(word)) & MASK)
    return h


def shingles(folded: str) -> list[int]:
    words = folded.split(" ") if folded else []
    length = min(3, len(words))
    runs = [words[i : i + length] for i in range(len(words) - length + 1)] if words else []
    return sorted({run_hash(run, 0x7368696E676C6531) for run in runs})[:16384]


def anchors(folded: str) -> list[int]:
    words = folded.split(" ") if folded else []
    hashes = sorted({run_hash(words[i : i + 8], 0x616E63686F723131) for i in range(len(words) - 7)})
    rate = 1
    while rate < 16 and len(hashes) // (2 * rate) >= 16:
        rate *= 2
    return [h for h in hashes if h % rate == 0]


def splitmix(state: int, count: int) -> list[int]:
    out = []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        out.append(z ^ (z >> 31))
    return out


def bands(folded: str) -> list[int]:
    stream = splitmix(0x62656E67616C6931, 250)
    values = shingles(folded)
    smallest = [min(((stream[2 * i] | 1) * x + stream[2 * i + 1]) & MASK for x in values) for i in range(125)]
    keys = []
    for band in range(25):
        h = (0x62616E6431313131 + band) & MASK
        for value in smallest[5 * band : 5 * band + 5]:
            h = mix((h + value) & MASK)
        keys.append(h)
    return keys
