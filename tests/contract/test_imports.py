"""What is loaded, seen from a fresh interpreter."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import mediaframe


def loaded_after(code):
    """Return the top-level packages that are loaded after some code has run in a fresh interpreter."""
    shown = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{shown}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [
        pytest.param("mediaframe", {"sklearn", "numpy", "matplotlib", "pydantic", "typer"}, id="package"),
        pytest.param(
            "mediaframe.cli",
            {"sklearn", "numpy", "scipy", "matplotlib", "pydantic", "datasets", "pyarrow"},
            id="command line",
        ),
        pytest.param("mediaframe.serving.labeller", {"matplotlib", "typer", "datasets"}, id="labeller"),
        pytest.param("mediaframe.serving.reading_page", {"sklearn", "scipy", "matplotlib", "typer", "datasets"}, id="page of what was read"),
        pytest.param("mediaframe.config.file", {"sklearn", "numpy", "matplotlib", "typer"}, id="configfile"),
    ],
)  # fmt: skip
def test_a_module_loads_no_more_than_it_needs(module, unneeded):
    loaded = loaded_after(f"import {module}")

    assert "mediaframe" in loaded
    assert loaded & unneeded == set()


def test_the_labeller_loads_no_corpus_code():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, mediaframe.serving.labeller; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())

    assert "mediaframe.serving.labeller" in loaded
    assert not [
        name for name in loaded if name.startswith(("mediaframe.data", "mediaframe.results"))
    ]


def test_a_public_name_is_loaded_when_it_is_asked_for():
    code = "import sys, mediaframe; {}assert ('pydantic' in sys.modules) is {}"

    loaded_after(code.format("", False))
    loaded_after(code.format("mediaframe.load_config; ", True))


@pytest.mark.parametrize("name", mediaframe.__all__)
def test_every_public_name_resolves(name):
    found = getattr(mediaframe, name)

    assert callable(found)
    assert found.__name__ == name
    assert found.__doc__


def test_the_public_names_are_sorted_and_all_can_be_resolved():
    assert mediaframe.__all__ == sorted(mediaframe._HOMES)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'mediaframe' has no attribute 'load_modle'"):
        mediaframe.load_modle  # noqa: B018 - asked for on purpose


def test_an_unknown_name_cannot_be_imported():
    with pytest.raises(ImportError, match="load_modle"):
        from mediaframe import load_modle  # noqa: F401, PLC0415


def test_only_public_names_are_listed_and_the_version_is_one():
    assert dir(mediaframe) == sorted([*mediaframe.__all__, "__version__"])
    assert mediaframe.__version__ == version("mediaframe")
