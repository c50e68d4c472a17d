"""What one version of the reader says otherwise than another, and how another one is run."""

import shutil
from pathlib import Path

import pytest

import mediaframe
from mediaframe.article.sentences import place_in_articles
from mediaframe.codebook import load_codebook
from mediaframe.comparison.other_version import other_version
from mediaframe.comparison.readings import compare_readings, compare_with
from mediaframe.errors import InputError, MediaframeError
from mediaframe.reader.inspection import inspect
from mediaframe.results.reading_changes import changes_text

SOURCES = Path(mediaframe.__file__).parents[1]
TEXTS = ["Police say he fled.", "Oskar Lind denied the claim."]
SENTENCES = place_in_articles(TEXTS, ["a", "a"], ["a:1", "a:2"])

FAKE = """
import json, sys
if sys.argv[1:2] != ["read"]:
    sys.exit(3)
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
{body}
"""


def read():
    """Return the article as this version reads it."""
    (article,) = inspect(load_codebook(), SENTENCES)
    return article.model_dump(mode="json")


def changed(coded=None, **more):
    """Return what changes where the other version said something else of the first sentence."""
    before = read()
    sentence = before["sentences"][0]
    for key, value in more.items():
        if key in sentence:
            sentence[key] = value
        else:
            sentence["attributions"][0][key] = value
    return compare_readings([read()], [before], "old", coded or {})


def lines(changes):
    """Return part, how, and both sides of every change."""
    return [
        (one.part, one.how, one.where, one.before, one.now)
        for sentence in changes.changed
        for one in sentence.changes
    ]


def make_version(folder: Path, body: str) -> Path:
    """Write a program that stands in for another version; return its folder."""
    package = folder / "src" / "mediaframe"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(FAKE.format(body=body), encoding="utf-8")
    return folder


def test_the_same_reading_changes_nothing():
    changes = changed()

    assert (changes.sentences, changes.changed) == (2, ())
    assert changes_text(changes) == "0 of 2 sentences are read otherwise than by old"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param({"status": "person"}, ("status", "changed", "say", "person", "official"), id="status"),
        pytest.param({"content": "stance"}, ("content", "changed", "say", "stance", "assertion"), id="content"),
        pytest.param({"entity": None, "source": None, "named": None}, ("source", "changed", "say", "nobody named", "Police"), id="source"),
        pytest.param({"attributions": []}, ("attribution", "new", "say", None, "Police (official), assertion"), id="attribution"),
        pytest.param({"labels": ["attribution"]}, ("label", "new", "official_claim", None, "given"), id="label"),
        pytest.param({"contests": [{"kind": "clash", "words": {"text": "say"}}]}, ("contest", "gone", "say", "clash", None), id="contest"),
    ],
)  # fmt: skip
def test_each_part_that_differs_is_told(more, expected):
    assert lines(changed(**more)) == [expected]


@pytest.mark.parametrize(
    ("coded", "how"),
    [
        pytest.param({"a:1": frozenset(["official_claim"])}, "gained", id="rightly given now"),
        pytest.param({"a:1": frozenset()}, "lost", id="wrongly given now"),
        pytest.param({"a:2": frozenset()}, "new", id="another sentence is coded"),
    ],
)
def test_a_label_is_gained_or_lost_where_it_is_coded(coded, how):
    assert lines(changed(coded, labels=["attribution"]))[0][1] == how


def test_the_text_shows_sentences_and_sums():
    told = changes_text(changed(status="person", labels=["attribution"]))

    assert told.splitlines() == [
        "a:1: Police say he fled.",
        "    new     official claim",
        "    changed status at “say”: person → official",
        "",
        "1 of 2 sentences are read otherwise than by old",
        "  label official claim: 1 new",
        "  status: 1 changed",
    ]


def test_another_version_reads_the_same_sentences_by_itself(tmp_path):
    shutil.copytree(SOURCES / "mediaframe", tmp_path / "mediaframe")
    rules = tmp_path / "mediaframe" / "codebook" / "codebook.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("[attributed]", "[hearsay]", 1), encoding="utf-8")

    changes = compare_with(str(tmp_path), SENTENCES, "bundled", {})

    assert ("label", "new", "attribution", None, "given") in lines(changes)


def test_a_line_end_within_a_sentence_is_no_end_of_what_was_read():
    sentences = place_in_articles(["Police say\u2028he fled."], ["a"], ["a:1"])

    assert compare_with(str(SOURCES), sentences, "bundled", {}).changed == ()


@pytest.mark.parametrize("inside", ["src", "."])
def test_a_folder_holds_the_package_or_its_src(tmp_path, inside):
    package = tmp_path / inside / "mediaframe"
    package.mkdir(parents=True)
    (package / "__main__.py").touch()

    with other_version(str(tmp_path)) as found:
        assert found == (tmp_path / inside).resolve()


def test_a_folder_without_the_package_is_refused(tmp_path):
    told = f"{tmp_path}: no package mediaframe in it, nor in its src; name a checkout"

    with pytest.raises(InputError) as refused, other_version(str(tmp_path)):
        pass

    assert str(refused.value) == told


def test_what_is_neither_folder_nor_revision_is_refused():
    with pytest.raises(InputError, match="no-such-revision: n"), other_version("no-such-revision"):
        pass


@pytest.mark.skipif(not (SOURCES.parent / ".git").exists(), reason="not a git checkout")
def test_a_revision_is_unpacked_and_removed_again():
    with other_version("HEAD") as package:
        assert (package / "mediaframe" / "__main__.py").is_file()
        assert list((package / "mediaframe").rglob("*.yaml"))

    assert not package.exists()


def test_a_revision_that_looks_like_an_option_is_refused():
    with (
        pytest.raises(InputError, match="neither a folder nor a revision; name one"),
        other_version("--output=stolen"),
    ):
        pass


def test_a_version_without_read_is_told(tmp_path):
    body = """print("No such command 'read'.", file=sys.stderr); sys.exit(2)"""

    with pytest.raises(InputError, match="has no `read`; name a later one"):
        compare_with(str(make_version(tmp_path, body)), SENTENCES, "bundled", {})


def test_a_version_that_fails_is_told_with_its_last_word(tmp_path):
    body = """print("first\\nlast", file=sys.stderr); sys.exit(1)"""

    with pytest.raises(MediaframeError, match="could not read the sentences: last") as failed:
        compare_with(str(make_version(tmp_path, body)), SENTENCES, "bundled", {})

    assert failed.value.exit_code == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("print(json.dumps({'sentences': [{}, {}]}))", id="other keys"),
        pytest.param("print('no JSON')", id="no JSON"),
        pytest.param("pass", id="no article"),
    ],
)
def test_a_version_that_prints_another_form_is_told(tmp_path, body):
    with pytest.raises(InputError, match="has another form"):
        compare_with(str(make_version(tmp_path, body)), SENTENCES, "bundled", {})


def test_a_codebook_of_the_users_is_handed_on(tmp_path, monkeypatch):
    book = tmp_path / "book.yaml"
    book.write_text(
        "name: own\nversion: '1'\nlabels: [{name: told, definition: told, rule: [[attributed]]}]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)

    changes = compare_with(str(SOURCES), SENTENCES, "book.yaml", {})

    assert changes.changed == ()
