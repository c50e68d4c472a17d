"""YAML text: YAML 1.2 values, the place of each, and what is refused."""

import string
import warnings
from io import StringIO
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mediaframe.errors import InputError, Place
from mediaframe.files.yaml import MAX_DEPTH, Document, parse_yaml

ALIAS_BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 30)
)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("no", "no", id="no is text"),
        pytest.param("yes", "yes", id="yes is text"),
        pytest.param("on", "on", id="on is text"),
        pytest.param("off", "off", id="off is text"),
        pytest.param("NA", "NA", id="NA is text"),
        pytest.param("true", True, id="true"),
        pytest.param("False", False, id="false"),
        pytest.param("~", None, id="tilde is nothing"),
        pytest.param("", None, id="empty is nothing"),
        pytest.param("null", None, id="null"),
        pytest.param("1e-3", 0.001, id="a number without a dot"),
        pytest.param("-2.5E+3", -2500.0, id="a signed exponent"),
        pytest.param("0o17", 15, id="octal"),
        pytest.param("017", 17, id="a leading zero is not octal"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param(".5", 0.5, id="no digit before the dot"),
        pytest.param("-.inf", float("-inf"), id="infinity"),
        pytest.param("12:30", "12:30", id="no base 60"),
        pytest.param("2026-11-22", "2026-11-22", id="a date is text"),
        pytest.param("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", id="an hour is text"),
        pytest.param("'001'", "001", id="digits in quotation marks are text"),
        pytest.param("[no, 2026-11-22, 1e-3]", ["no", "2026-11-22", 0.001], id="in a list"),
        pytest.param("{on: off}", {"on": "off"}, id="a key named on"),
        pytest.param("{1: a, ~: b, 2026-11-22: c}", {"1": "a", "~": "b", "2026-11-22": "c"}, id="keys are text"),
        pytest.param("فارسی 😀 «ø»", "فارسی 😀 «ø»", id="any script"),
        pytest.param("a # b", "a", id="comment"),
        pytest.param("a#b", "a#b", id="no comment"),
    ],
)  # fmt: skip
def test_values_follow_yaml_1_2(written, value):
    document = parse_yaml(f"key: {written}\n", "a.yaml")

    assert document.values == {"key": value}
    assert type(document.values["key"]) is type(value)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param((), "a.yaml:2:1", id="the file"),
        pytest.param(("name",), "a.yaml:2:1", id="key"),
        pytest.param(("head",), "a.yaml:3:1", id="section"),
        pytest.param(("head", "C"), "a.yaml:4:3", id="key of a section"),
        pytest.param(("head", "C", 1), "a.yaml:4:10", id="item of a list"),
        pytest.param(("list", 1, "b"), "a.yaml:7:5", id="key in a list"),
        pytest.param(("head", "C", 7), "a.yaml:4:3", id="item that is not there: its list"),
        pytest.param(("head", "D"), "a.yaml:3:1", id="key that is not there: its section"),
        pytest.param(("nothing", "here"), "a.yaml:2:1", id="nothing there: the file"),
    ],
)
@pytest.mark.parametrize("newline", [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF")])
def test_every_value_knows_its_place(path, place, newline):
    lines = ["# note", "name: x", "head:", "  C: [1, 2]", "list:", "  - a: 1", "  - b: 2", ""]

    document = parse_yaml(newline.join(lines), "a.yaml")

    assert str(document.place_of(path)) == place


def test_a_document_without_places_names_its_source():
    document = Document("-s name=x", {"name": "x"})

    assert document.place_of(("name",)) == Place("-s name=x")


def test_an_alias_repeats_its_anchor():
    document = parse_yaml("a: &shared {b: 1}\nc: *shared\n", "a.yaml")

    assert document.values == {"a": {"b": 1}, "c": {"b": 1}}
    assert str(document.place_of(("c",))) == "a.yaml:2:1"


def test_a_directive_for_yaml_1_1_is_obeyed():
    document = parse_yaml("%YAML 1.1\n---\na: no\n", "a.yaml")

    assert document.values == {"a": False}


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x85"), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(string.ascii_letters, min_size=1), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1, max_size=9), plain, max_size=5))
def test_what_a_yaml_writer_wrote_is_read_again(values):
    text = StringIO()
    YAML(pure=True).dump(values, text)

    document = parse_yaml(text.getvalue() or "{}", "a.yaml")

    assert document.values == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "a.yaml: empty; write `key: value` lines", id="empty"),
        pytest.param("# note\n", "a.yaml: empty; write `key: value` lines", id="comments alone"),
        pytest.param("- a\n", "a.yaml: not a mapping; write `key: value` lines", id="list"),
        pytest.param("word\n", "a.yaml: not a mapping; write `key: value` lines", id="word"),
        pytest.param(
            "a: 1\nb: 2\na: 3\n", "a.yaml:3:1: a: stands twice, first on line 1; keep one", id="twice"
        ),
        pytest.param(
            'a: 1\n"a": 3\n', "a.yaml:2:1: a: stands twice, first on line 1; keep one", id="twice, quoted"
        ),
        pytest.param(
            "s:\n  - {b: 1, b: 2}\n", "a.yaml:2:12: s.0.b: stands twice, first on line 2; keep one", id="twice, inside"
        ),
        pytest.param(
            "a: [1\n", "a.yaml:2:1: not valid YAML: expected ',' or ']', but got '<stream end>'; mend this line", id="open list"
        ),
        pytest.param(
            "a: b: c\n", "a.yaml:1:5: not valid YAML: mapping values are not allowed here; mend this line", id="two colons"
        ),
        pytest.param(
            "a: *none\n", "a.yaml:1:4: not valid YAML: found undefined alias 'none'; mend this line", id="alias of nothing"
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n", "a.yaml:2:1: not valid YAML: but found another document; mend this line", id="two documents"
        ),
        pytest.param(
            "a: !!python/name:os.system\n", "a.yaml:1:4: a: cannot read ''; write a plain value", id="Python tag"
        ),
        pytest.param("a:\n  b: !mine x\n", "a.yaml:2:6: a.b: cannot read 'x'; write a plain value", id="own tag"),
        pytest.param("a: !!int x\n", "a.yaml:1:4: a: cannot read 'x'; write a plain value", id="false tag"),
        pytest.param("<<: {a: 1}\n<<: {b: 1}\n", "a.yaml:2:1: <<: stands twice, first on line 1; keep one", id="merge keys"),
    ],
)  # fmt: skip
def test_what_is_no_plain_mapping_is_refused_with_its_place(text, message):
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "a.yaml")

    assert str(caught.value) == message


def test_a_tab_and_a_control_character_are_refused():
    with pytest.raises(InputError, match=r"^a.yaml:2:1: not valid YAML: found character '\\t'"):
        parse_yaml("a: 1\n\tb: 2\n", "a.yaml")
    with pytest.raises(InputError, match=r"^a.yaml: not valid YAML: .*#x0000.*; mend the file$"):
        parse_yaml("a: \0\n", "a.yaml")


def test_a_tag_cannot_build_an_object():
    document = parse_yaml("a: !!python/object/apply:os.getcwd []\n", "a.yaml")

    assert document.values == {"a": []}


def test_an_alias_bomb_is_refused_at_once():
    begun = perf_counter()

    with pytest.raises(InputError, match=r"^a.yaml:1:\d+: this grows too large or too deep; write"):
        parse_yaml(ALIAS_BOMB, "a.yaml")

    assert perf_counter() - begun < 20


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &a [*a]\n", id="list"),
        pytest.param("a: &a\n  b: *a\n", id="mapping"),
        pytest.param("&a a: {b: {c: &b [*b]}}\n", id="deeper"),
    ],
)
def test_an_alias_of_itself_is_refused(text):
    with pytest.raises(InputError, match="too large or too deep"):
        parse_yaml(text, "a.yaml")


def test_nesting_up_to_the_limit_is_read():
    document = parse_yaml("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.yaml")

    assert str(document.values).count("[") == MAX_DEPTH


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: " + "[" * 51 + "]" * 51, id="51 lists"),
        pytest.param("a: " + "{b: " * 51 + "}" * 51, id="51 mappings"),
        pytest.param("\n".join("  " * level + "k:" for level in range(80)), id="80 blocks"),
        pytest.param(
            "a: " + "[" * 5000 + "]" * 5000,
            id="5000 lists",
        ),
        pytest.param(
            "a: " + "[" * 5000,
            id="5000 open lists",
        ),
    ],
)
def test_deep_nesting_is_refused(text):
    with pytest.raises(InputError, match="too deep"):
        parse_yaml(text, "a.yaml")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: !!bool maybe\n", id="no boolean"),
        pytest.param("a: !!bool\n", id="an empty boolean"),
        pytest.param("a: !!int\n", id="an empty number"),
    ],
)
def test_a_value_that_belies_its_tag_is_refused(text):
    with pytest.raises(InputError, match=r"^a.yaml:1:4: a: cannot read '.*'; write a plain value$"):
        parse_yaml(text, "a.yaml")


def test_an_anchor_may_be_set_again_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        document = parse_yaml("a: &x 1\nb: &x 2\nc: *x\n", "a.yaml")

    assert document.values == {"a": 1, "b": 2, "c": 2}


def test_a_list_as_a_key_is_named_in_the_users_words():
    with pytest.raises(InputError) as caught:
        parse_yaml("title: a\n? [x, y]\n: 1\n", "a.yaml")

    assert "a.yaml:2:3" in str(caught.value)
    assert "ScalarNode" not in str(caught.value)


def refusal_of(text):
    """Return the message with which a text is refused, or none."""
    try:
        parse_yaml(text, "a.yaml")
    except InputError as error:
        return str(error)
    return None


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_the_name_of_the_file(text):
    refusal = refusal_of(text)

    assert refusal is None or refusal.startswith("a.yaml")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: !!binary aGk=", id="bytes"),
        pytest.param("a: !!python/object:os.system x", id="an object"),
        pytest.param("a: !mine 5", id="a tag of its own"),
        pytest.param("a: " + "[" * 3000 + "]" * 3000, id="lists within lists"),
        pytest.param("a: " + "{b: " * 3000 + "}" * 3000, id="mappings within mappings"),
        pytest.param("a: " + "b" * 5_000_000, id="a line of five million characters"),
    ],
)
def test_what_no_settings_hold_is_refused_in_one_line(text):
    with pytest.raises(
        InputError, match=r"^my\.yaml(:1)?(:4)?: [^\n]*; [^\n]*$|^my\.yaml: [^\n]*\?$"
    ):
        parse_yaml(text, "my.yaml")


def test_brackets_of_plain_text_are_no_depth():
    values = parse_yaml("a: " + "f[1] {x} " * 200, "my.yaml").values

    assert values["a"].startswith("f[1] {x}")
