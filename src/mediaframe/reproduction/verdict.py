"""What came of running a result again."""

from collections.abc import Iterable
from dataclasses import dataclass

TOLERANCE = 0.0005  # half of the last digit that a report prints
SKIPPED, REPRODUCED, CLOSE = "skipped", "reproduced", "close"
REFUSED, DIFFERENT = "refused", "different"
STATUSES = (SKIPPED, REPRODUCED, CLOSE, REFUSED, DIFFERENT)  # from nothing said to nothing held


@dataclass(frozen=True)
class Verdict:
    """Whether a result came out again.

    `status` is `reproduced` (every byte but those of `run_info.json`; of a claim, the digits on record), `close` (other
    packages or another processor, decisions equal and figures within tolerance), `different`, `skipped` (nothing here
    to run) or `refused` (the user has to mend something first). `cause` is the first thing to know, `reasons` are what moved.
    """

    status: str
    reasons: tuple[str, ...] = ()
    cause: str = ""

    def to_text(self, name: str) -> str:
        """Return the verdict on what is called `name`: a line, and under it a line for each reason."""
        first = f"{name}: {self.status}" + (f": {self.cause}" if self.cause else "")
        return "\n".join([first, *(f"  {reason}" for reason in self.reasons)])


def worst(verdicts: Iterable[Verdict]) -> str:
    """Return the status that speaks for all.

    >>> worst([Verdict("close"), Verdict("reproduced"), Verdict("skipped")])
    'close'
    """
    return max((verdict.status for verdict in verdicts), key=STATUSES.index)
