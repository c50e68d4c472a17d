"""What stands in the repository beside code agrees with itself: lock, gate, workflow, links, committed results."""

import re
import runpy
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", LOCK, flags=re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKED = [
    *PROJECT["project"]["dependencies"],
    *(line for extra in EXTRAS if extra != "transformer" for line in EXTRAS[extra]),
    *PROJECT["dependency-groups"]["dev"],
]
WORKFLOW = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "ci.yml")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob(".github/*.md"), *ROOT.glob("experiments/**/*.md")]
TRACKED = subprocess.run(
    shlex.split("git ls-files reports experiments"),
    cwd=ROOT,
    check=False,
    capture_output=True,
    text=True,
).stdout.split()


@pytest.mark.parametrize("line", LOCKED)
def test_the_lock_pins_what_is_asked_for(line):
    wanted = Requirement(line)

    assert PINS[canonicalize_name(wanted.name)] in wanted.specifier


def test_every_pin_has_a_hash_and_none_names_an_index():
    pins = re.findall(r"^[a-z0-9.-]+==.*?(?=^[a-z]|\Z)", LOCK, flags=re.DOTALL | re.MULTILINE)

    assert all("--hash=sha256:" in pin for pin in pins)
    assert "://" not in LOCK
    assert "--index-url" not in LOCK


def test_no_package_is_asked_for_twice_by_hand():
    names = [Requirement(line).name for line in LOCKED]

    assert sorted(names) == sorted(set(names))


def test_the_lock_is_installed_without_a_resolver():
    install, check = COMMANDS[:2]

    assert "--no-deps --require-hashes -r requirements.lock" in install
    assert install.splitlines()[-1] == ".venv/bin/mediaframe run configs/baseline.yaml"
    assert check.strip() == ".venv/bin/poe check"


def test_the_workflow_runs_the_commands_of_the_readme_on_every_version_promised():
    job = WORKFLOW["jobs"]["check"]
    promised = [
        name.rpartition(" ")[2]
        for name in PROJECT["project"]["classifiers"]
        if re.search(r":: 3\.\d+$", name)
    ]

    assert job["strategy"]["matrix"]["python"] == promised
    assert job["steps"][-1]["run"] == ".ci/run 1 2"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_experiment_has_its_line():
    lines = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    folders = sorted(folder.name for folder in ROOT.glob("experiments/[0-9]*-*/"))

    assert re.findall(r"^\| \[\d+\]\((.+?)/README\.md\)", lines, flags=re.MULTILINE) == folders


@pytest.mark.skipif(not TRACKED, reason="not a clone")
def test_pages_and_png_are_not_committed():
    assert [name for name in TRACKED if name.endswith((".html", ".png"))] == []


def test_the_picture_of_the_readme_is_what_the_model_says():
    drawn = runpy.run_path(str(ROOT / "experiments" / "picture.py"))["draw"]()

    assert (ROOT / "reports" / "article.svg").read_text(encoding="utf-8") == drawn
    assert "](reports/article.svg)" in README
