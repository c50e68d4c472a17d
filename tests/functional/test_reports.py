"""What is committed as a result comes out again."""

from pathlib import Path

import pytest

from mediaframe.reproduction import verify

REPORTS = Path(__file__).parents[2] / "reports"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["baseline"])
def test_a_committed_run_is_reproduced(name):
    verdict = verify(REPORTS / name)

    assert verdict.status in {"reproduced", "close"}, verdict.reasons
