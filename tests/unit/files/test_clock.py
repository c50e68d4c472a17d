"""The time that results are dated with."""

from datetime import UTC, datetime

import pytest

from mediaframe.errors import InputError
from mediaframe.files.clock import EPOCH, now


def test_the_time_is_the_one_that_was_set(monkeypatch):
    monkeypatch.setenv(EPOCH, "86400")

    assert now() == datetime(1970, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["yesterday", "", "1.5", "9" * 30])
def test_what_is_no_number_of_seconds_is_refused(monkeypatch, epoch):
    monkeypatch.setenv(EPOCH, epoch)

    with pytest.raises(
        InputError, match=r"^SOURCE_DATE_EPOCH: is '.*'; set whole seconds since 1970, or unset it$"
    ):
        now()
