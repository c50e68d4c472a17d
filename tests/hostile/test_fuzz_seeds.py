"""What fuzzing begins with, and what it found: read, or refused by our own error in one message that names the file."""

import shutil
from pathlib import Path

import pytest

from mediaframe.errors import MediaframeError
from tests.hostile.fuzz_targets import SEEDS, TARGETS, new_folder, seeds


@pytest.fixture
def folder():
    """Return a folder for one input."""
    made = new_folder()
    yield made
    shutil.rmtree(made)


def refusal(target: str, content: bytes, folder: Path) -> str | None:
    """Return the message by which an input is refused, if it is."""
    try:
        TARGETS[target](content, folder)
    except MediaframeError as error:
        return str(error)
    return None


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_written_is_read(target, folder):
    written = {name: each for name, each in seeds(target) if not name.startswith("found-")}

    assert {name: refusal(target, each, folder) for name, each in written.items()} == dict.fromkeys(
        written
    )


@pytest.mark.parametrize(
    ("target", "name"),
    [(path.parent.name, path.name) for path in sorted(SEEDS.glob("*/found-*"))],
)
def test_what_was_found_is_read_or_refused_by_the_name_of_its_file(target, name, folder):
    message = refusal(target, (SEEDS / target / name).read_bytes(), folder)

    assert message is None or message.startswith(f"{folder}")
    assert message is None or "\n" not in message


def test_every_target_has_something_to_begin_with():
    assert [target for target in TARGETS if not list(seeds(target))] == []
    assert {path.name for path in SEEDS.iterdir()} <= set(TARGETS)
