"""What the default rules leave alone: worked out from them by scripts/derive_unsettled.py."""

from __future__ import annotations

# fmt: off
# Characters that, alone, no rule changes. What is not here is looked at by the rules themselves.
SETTLED = "\u000a\u0020-\u0025\u0027-\u007e\u00a1-\u00ac\u00ae-\u00c1\u0964-\u0965\u0980-\u098b\u098d-\u09c3\u09c5-\u09d6\u09d8-\u09db\u09de\u09e0-\u09e1\u09e6-\u09ef\u09f1-\u09f6\u09f8-\u09fd\u09ff\u200c\u2012-\u2027\u2030-\u205e\u20a0-\u20c0"

# Pairs that a rule may change: any of the first characters before any of the second. The Latin letter a stands for
# every settled character that is not Bengali, a space or a line break.
UNSETTLED_PAIRS = (
    ("\u0061\u0980\u0984\u0986-\u098a\u098d-\u09ab\u09ad-\u09bb\u09bd\u09c5-\u09c6\u09c9-\u09ca\u09ce-\u09d6\u09d8-\u09db\u09de\u09e0-\u09e1\u09e6-\u09ef\u09f1-\u09f6\u09f8-\u09fd\u09ff", "\u200c"),
    ("\u0981", "\u0981\u09be-\u09c3\u09c7-\u09c8\u09cb-\u09cc\u200c"),
    ("\u0982-\u0983", "\u0981\u200c"),
    ("\u0985", "\u09be\u200c"),
    ("\u098b", "\u09c3\u200c"),
    ("\u09ac\u09bc\u09bf-\u09c0\u09c8\u09cb-\u09cc", "\u09bc\u200c"),
    ("\u09be", "\u09bc\u09c7\u200c"),
    ("\u09c1", "\u09bc\u09c1\u200c"),
    ("\u09c2", "\u09bc\u09c2\u200c"),
    ("\u09c3", "\u09bc\u09c3\u200c"),
    ("\u09c7", "\u09bc\u09be\u200c"),
    ("\u09cd", "\u09bc\u09cd"),
    ("\u0020", "\u000a\u0020\u200c"),
    ("\u000a", "\u0020\u200c"),
    ("\u200c", "\u000a\u0020\u0061\u0980-\u098b\u098d-\u0994\u09a9\u09b1\u09b3-\u09b5\u09ba-\u09c3\u09c5-\u09d6\u09d8-\u09db\u09de\u09e0-\u09e1\u09e6-\u09ef\u09f2-\u09f6\u09f8-\u09fd\u09ff\u200c"),
)
# fmt: on
