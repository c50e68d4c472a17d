"""What the experiments state is measured again, as `mediaframe verify experiments` does it."""

from pathlib import Path

import pytest

from mediaframe.files.provenance import silent
from mediaframe.reproduction.claim_runner import ClaimRunner
from mediaframe.reproduction.claims import CLAIMS, read_claims
from mediaframe.reproduction.verdict import CLOSE, REPRODUCED, SKIPPED
from mediaframe.study.experiments import STUDY_FILE, Study

EXPERIMENTS = Path(__file__).parents[2] / "experiments"
FILES = sorted(EXPERIMENTS.glob(f"*/{CLAIMS}"))
MANY = 10  # trainings: about a minute and a half of one core
CLAIMED = [placed for path in FILES for placed in read_claims(path)]


def is_of_many_trainings(placed) -> bool:
    """Whether a claim is on a study that takes minutes, and so is measured by command alone."""
    return isinstance(placed.source, Study) and len(placed.source.experiments) > MANY


@pytest.fixture(scope="module")
def runner():
    """Run each config once, whichever claims rest on it."""
    with ClaimRunner(jobs=1) as runner:
        yield runner


@pytest.mark.parametrize(
    "placed",
    [
        pytest.param(
            placed,
            id=f"{placed.folder.name}: {placed.claim.name}",
            marks=pytest.mark.slow_study if is_of_many_trainings(placed) else pytest.mark.slow,
        )
        for placed in CLAIMED
    ],
)
def test_a_claim_holds(runner, placed):
    verdict = runner.check(placed, silent)

    if verdict.status == SKIPPED:
        pytest.skip(verdict.cause)
    assert verdict.status in {REPRODUCED, CLOSE}, verdict.to_text(placed.claim.name)


def test_every_study_of_the_experiments_claims_its_whole_report():
    studies = {path.parent.name for path in EXPERIMENTS.glob(f"*/{STUDY_FILE}")}

    claimed = {placed.folder.name for placed in CLAIMED if placed.claim.report}

    assert claimed == studies
