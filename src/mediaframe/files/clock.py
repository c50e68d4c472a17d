"""The time that results are dated with."""

import os
from datetime import UTC, datetime

from mediaframe.errors import InputError

EPOCH = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """Return the time, or the one that SOURCE_DATE_EPOCH sets for reproducible builds.

    Raises:
        InputError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        msg = f"{EPOCH}: is {epoch!r}; set whole seconds since 1970, or unset it"
        raise InputError(msg) from error
