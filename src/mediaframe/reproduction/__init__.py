"""Results on record, run again and compared: runs byte by byte, claims figure by figure."""

from mediaframe.reproduction.badge import check_badge, write_badge
from mediaframe.reproduction.paths import verify_paths
from mediaframe.reproduction.runs import compare_runs, verify
from mediaframe.reproduction.verdict import DIFFERENT, REFUSED, Verdict, worst

__all__ = [
    "DIFFERENT",
    "REFUSED",
    "Verdict",
    "check_badge",
    "compare_runs",
    "verify",
    "verify_paths",
    "worst",
    "write_badge",
]
