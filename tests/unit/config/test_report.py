"""What the report shows: formats of figures, and findings that are muted."""

import pytest

from mediaframe.config import ExperimentConfig
from mediaframe.errors import InputError
from mediaframe.files.schema import check
from mediaframe.files.yaml import parse_yaml


def report(text: str):
    """Return the settings of the report that a config gives."""
    return check(ExperimentConfig, parse_yaml(f"name: a\nreport: {text}\n", "a.yaml")).report


@pytest.mark.parametrize(
    ("written", "formats"),
    [
        pytest.param("true", ("svg",), id="yes"),
        pytest.param("false", (), id="no"),
        pytest.param("pdf", ("svg", "pdf"), id="one"),
        pytest.param("[png, svg, pdf]", ("svg", "png", "pdf"), id="several, SVG first"),
    ],
)
def test_figures_are_named_by_their_formats(written, formats):
    assert report(f"{{figures: {written}}}").figures == formats


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{figures: [tiff]}", id="a format that is not drawn"),
        pytest.param("{mute: [MF99]}", id="a code that is none"),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(text):
    with pytest.raises(InputError, match=r"^a\.yaml:2:\d+: report\.(figures|mute)"):
        report(text)
