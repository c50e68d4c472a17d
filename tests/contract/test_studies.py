"""Every study that ships loads, and its experiments differ from the base."""

from pathlib import Path

import pytest

from mediaframe.study.experiments import load_study

STUDIES = sorted((Path(__file__).parents[2] / "experiments").glob("*/study.yaml"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.parent.name) for path in STUDIES])
def test_every_study_loads_and_tells_its_question_in_its_readme(path):
    study = load_study(path.parent)

    readme = " ".join((path.parent / "README.md").read_text(encoding="utf-8").split())
    variations = {each.variation: each.config for each in study.experiments}
    assert study.config.question.endswith("?")
    assert all(
        part in readme for part in ("**Question.**", "**Method.**", f"experiments/{study.name}")
    )
    assert [name for name, one in variations.items() if one == variations[study.reference]] == [
        study.reference
    ]
