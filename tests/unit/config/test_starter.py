"""The starter and the schema: they say every key, its default and its range."""

from mediaframe.config import ExperimentConfig
from mediaframe.config.file import dump_config, load_config
from mediaframe.config.starter import config_schema, starter


def test_the_starter_holds_the_defaults(tmp_path):
    path = tmp_path / "starter.yaml"
    path.write_text(starter(), encoding="utf-8")

    assert load_config(path) == ExperimentConfig(name="my-experiment")


def test_the_starter_says_every_key_of_the_defaults(tmp_path):
    path = tmp_path / "starter.yaml"
    path.write_text(starter(), encoding="utf-8")
    shown = dump_config(ExperimentConfig(name="my-experiment"), tmp_path)

    keys = [
        line.split(":")[0]
        for line in path.read_text().splitlines()
        if "#" not in line.split(":")[0]
    ]

    assert keys == [line.split(":")[0] for line in shown.splitlines()]


def test_the_starter_explains_every_key_but_kind():
    lines = [line.strip() for line in starter().splitlines()]

    keys = [number for number, line in enumerate(lines) if not line.startswith(("#", "kind:"))]
    assert all(lines[number - 1].startswith("# ") for number in keys)


def test_the_starter_tells_ranges_and_kinds():
    text = starter()

    assert "(at least 2, at most 50)\n  folds: 5\n" in text
    assert "(above 0, below 1)\n  test_share: 0.25\n" in text
    assert (
        "kind: logistic  # one of external, linear_svm, logistic, majority, naive_bayes, ridge, rules, transformer\n"
        in text
    )


def test_the_schema_names_extends_and_its_version():
    schema = config_schema()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["extends"]["type"] == "string"
    assert schema["additionalProperties"] is False
