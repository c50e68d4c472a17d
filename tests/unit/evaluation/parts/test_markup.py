"""Marked-up gold is read as it is written, and refused with a line for each fault."""

import pytest

from mediaframe.codebook import load_codebook
from mediaframe.errors import InputError
from mediaframe.evaluation.parts.gold import GoldContest, GoldSpans
from mediaframe.evaluation.parts.markup import read_markup

CODEBOOK = load_codebook()
SENTENCE = """
    - text: '{s:The agency} {c:said} {t:it rained}.'
      says:
        - {who: agency, status: official, content: assertion}
      labels: [attribution, official_claim]
"""


def article(sentences=SENTENCE, name="rain"):
    """Return an article of gold as it is written."""
    return f"- id: {name}\n  about: plain words\n  sentences:{sentences}"


def read(text):
    """Return the sentences of the only article of a text."""
    (sentences,) = read_markup(text, "g.yaml", CODEBOOK)
    return sentences


def words(sentence, pieces):
    """Return the words that pieces cover."""
    return [sentence.sentence.text[start:end] for start, end in pieces]


def test_marks_become_spans_of_the_bare_sentence():
    (sentence,) = read(article())
    (spans,) = sentence.spans

    assert sentence.sentence.text == "The agency said it rained."
    assert [words(sentence, pieces) for pieces in spans] == [
        ["The agency"],
        ["said"],
        ["it rained"],
    ]
    assert sentence.labels == {"attribution", "official_claim"}
    assert sentence.is_marked_up


def test_a_code_belongs_to_the_marks_of_its_number():
    (sentence,) = read(
        article("""
    - text: '{s2:Ana} {c2:added}: {s:police} {c:say} {t2:{t:he fled}}.'
      says:
        - {who: police, status: official, content: assertion}
        - {who: Ana Ruiz, status: person, content: assertion, named: later}
      labels: [attribution]
""")
    )

    assert [words(sentence, code.spans.source) for code in sentence.codes] == [["police"], ["Ana"]]
    assert words(sentence, sentence.codes[1].spans.content) == ["he fled"]


def test_a_part_may_stand_in_two_pieces_or_be_missing():
    (sentence,) = read(
        article("""
    - text: '{t:“Yes,”} he {c:said}, {t:“and no.”}'
      says:
        - {who: null, status: unknown, content: assertion}
      labels: [attribution]
""")
    )

    assert words(sentence, sentence.spans[0].content) == ["“Yes,”", "“and no.”"]
    assert sentence.spans[0].source == ()
    assert sentence.codes[0].who is None


def test_marks_may_nest():
    (sentence,) = read(
        article("""
    - text: '{s:She} {c:said} {t:{s2:he} {c2:denied} {t2:it}}.'
      says:
        - {who: Ana, status: person, content: assertion}
        - {who: Tom, status: person, content: assertion}
      labels: [attribution]
""")
    )

    assert words(sentence, sentence.spans[0].content) == ["he denied it"]
    assert sentence.spans[1] == GoldSpans(((9, 11),), ((12, 18),), ((19, 21),))


def test_the_words_of_a_contest_are_found_in_the_sentence():
    (sentence,) = read(
        article("""
    - text: 'The alleged theft was never solved.'
      contests: [{kind: distance, words: alleged}]
      labels: [contested_claim]
""")
    )

    assert sentence.contests == (GoldContest("distance", ((4, 11),)),)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("{c:said}", "said}", "g.yaml:4:7: text: a brace closes what none opened, after 'agency} said'; remove it", id="closed only"),
        pytest.param("rained}", "rained", "g.yaml:4:7: text: the mark of content 1 is not closed; add a brace", id="opened only"),
        pytest.param("{c:said}", "{x:said}", "g.yaml:4:7: text: a brace opens no mark before 'x:said} {t:i'; write {s:…}, {c:…} or {t:…}", id="unknown mark"),
        pytest.param("{c:said}", "{c:}said", "g.yaml:4:7: text: a mark of cue 1 holds no words; remove it", id="empty mark"),
        pytest.param("{c:said}", "{c2:said}", "g.yaml:4:7: text: marks number 2, but `says` has 1; add the attribution or mend the number", id="number without entry"),
        pytest.param("'{s:The agency} {c:said} {t:it rained}.'", "It rained.", "g.yaml:4:7: text: attribution 1 of `says` has no words marked; mark its cue or content", id="entry without marks"),
        pytest.param("status: official", "status: offical", "g.yaml:6:25: articles.0.sentences.0.says.0.status: is 'offical', must be 'official', ", id="unknown status"),
        pytest.param("content: assertion", "content: claim", "g.yaml:6:43: articles.0.sentences.0.says.0.content: is 'claim', must be 'assertion', ", id="unknown content"),
        pytest.param("who: agency, ", "", "g.yaml:6:11: articles.0.sentences.0.says.0.who: missing; add it", id="no who"),
        pytest.param("says:", "say:", "g.yaml:5:7: articles.0.sentences.0.say: unknown key; did you mean 'says'?", id="misspelt key"),
        pytest.param("official_claim]", "offical_claim]", "g.yaml:7:7: labels: 'offical_claim' is not a label of codebook framing 1.1; did you mean 'official_claim'?", id="unknown label"),
        pytest.param("labels:", "contests: [{kind: clash, words: denied}]\n      labels:", "g.yaml:7:7: contests: 'denied' does not stand in the sentence; copy the words from it", id="foreign words"),
        pytest.param("id: rain", "id: Rain", "g.yaml:1:3: articles.0.id: is 'Rain'; ", id="id with a capital"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(old, new, told):
    text = article()
    assert old in text

    with pytest.raises(InputError) as refused:
        read(text.replace(old, new))

    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)


def test_all_faults_of_a_file_are_told_at_once():
    text = article(SENTENCE.replace("{c:said}", "said}")) + article(
        SENTENCE.replace("official_claim", "claim"), "rain"
    )

    with pytest.raises(InputError) as refused:
        read_markup(text, "g.yaml", CODEBOOK)

    lines = str(refused.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == ["text", "id", "labels"]
    assert lines[1] == (
        "g.yaml:8:3: id: 'rain' stands already at g.yaml:1:3; give each article its own"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "g.yaml: empty; write `- key: value` items", id="empty"),
        pytest.param("id: rain", "g.yaml: not a list; write `- key: value` items", id="no list"),
        pytest.param("- [", "g.yaml:1:4: not valid YAML", id="no YAML"),
    ],
)
def test_what_is_no_list_of_articles_is_refused(text, told):
    with pytest.raises(InputError) as refused:
        read_markup(text, "g.yaml", CODEBOOK)

    assert str(refused.value).startswith(told)
