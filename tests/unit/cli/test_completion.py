"""What the shell offers when TAB is pressed."""

import pytest
from typer.testing import CliRunner

from mediaframe.cli import app, completion
from mediaframe.config.starter import config_keys


def offered(words: str, place: int) -> list[str]:
    """Return what bash is given for the word at a place of a line."""
    env = {"_ROOT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    return CliRunner(env=env).invoke(app, []).stdout.split()


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        pytest.param("root ver", 1, ["verify"], id="a command"),
        pytest.param("root predict ne", 2, ["news-en"], id="a model"),
        pytest.param("root evaluate news-en bun", 3, ["bundled"], id="a corpus"),
        pytest.param("root data check x.csv --codebook b", 5, ["bundled"], id="a codebook"),
        pytest.param("root run x.yaml -s training.f", 4, ["training.folds="], id="a setting"),
    ],
)
def test_the_shell_offers_what_can_stand_there(words, place, expected):
    assert offered(words, place) == expected


def test_runs_and_own_codebooks_of_the_working_folder_are_offered(small_run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "mine").symlink_to(small_run / "run", target_is_directory=True)
    (tmp_path / "book.yaml").write_text("name: x\nlabels:\n  - name: a\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text("name: x\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_bytes(b"\xff")

    assert completion.models("") == ["news-en", "runs/mine"]
    assert completion.models("runs/") == ["runs/mine"]
    assert completion.codebooks("") == ["bundled", "book.yaml"]
    assert completion.codebooks("no/such/") == []


def test_values_of_a_setting_are_offered_where_they_can_be_listed():
    assert "head.kind=ridge" in completion.settings("head.kind=")
    assert completion.settings("head.kind=log") == ["head.kind=logistic"]
    assert completion.settings("head.C=") == []
    assert completion.settings("no.such=") == []


def test_every_key_that_is_offered_is_one_of_the_file():
    keys = config_keys()

    assert {"name", "corpus.path", "split.since", "head.C", "features.words.min_df"} <= set(keys)
    assert "extends" not in keys
    assert keys["report.behaviour"] == ("true", "false")
    assert keys["features.characters"] == ("null",)
