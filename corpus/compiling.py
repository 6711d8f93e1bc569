"""Tells people that numba compiles: once after installing or updating, which takes half a minute in which nothing else
is to be seen. From then on the machine code is read from disk, and nothing is said."""

from __future__ import annotations

import sys
from multiprocessing.synchronize import Event as SharedEvent
from threading import Event
from typing import Any

MESSAGE = "corpus: compiling, once after installing or updating: about half a minute."


def tell(told: Event | SharedEvent) -> None:
    """Have it told on standard error when numba first compiles anything, rather than loads it. Imports numba.

    `told` is shared where several processes may be the first.
    """
    try:
        from numba.core import event
    except ImportError:  # nothing will be compiled
        return

    class Teller(event.Listener):
        def on_start(self, _: Any) -> None:
            if not told.is_set():
                told.set()
                sys.stderr.write(f"\r{MESSAGE}\n")
                sys.stderr.flush()

        def on_end(self, _: Any) -> None:
            pass

    event.register("numba:compile", Teller())  # type: ignore[no-untyped-call]
