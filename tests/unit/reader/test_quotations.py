"""Quoted words are found where they begin and end, over the sentences of an article, and apostrophes quote nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.reader.quotations import LONGEST, find_quotations
from tests.builders import growth


def quoted(*texts):
    """Return the quoted words of each sentence of an article."""
    return [
        [text[quotation.start : quotation.end] for quotation in found]
        for text, found in zip(texts, find_quotations(texts), strict=True)
    ]


def edges(*texts):
    """Return whether each quotation was opened before and goes on."""
    return [
        [(quotation.opened_before, quotation.goes_on) for quotation in found]
        for found in find_quotations(texts)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“We lost every boat,” Ada wrote.", ["“We lost every boat,”"], id="curly"),
        pytest.param('"We lost every boat," Ada wrote.', ['"We lost every boat,"'], id="straight"),
        pytest.param("'We lost every boat,' Ada wrote.", ["'We lost every boat,'"], id="single straight"),
        pytest.param("‘We don’t know the boat,’ Ada wrote.", ["‘We don’t know the boat,’"], id="single curly, apostrophe within"),
        pytest.param("‘It isn’t the ministers’ plan,’ Ada wrote.", ["‘It isn’t the ministers’ plan,’"], id="single curly, plural possessive within"),
        pytest.param("«We lost every boat», Ada wrote.", ["«We lost every boat»"], id="guillemets"),
        pytest.param("„We lost every boat“, Ada wrote.", ["„We lost every boat“"], id="low marks"),
        pytest.param("”We lost every boat”, Ada wrote.", ["”We lost every boat”"], id="closing marks on both sides"),
        pytest.param('"We lost," said Ada, "and we sailed on."', ['"We lost,"', '"and we sailed on."'], id="told in between"),
        pytest.param("“He told me ‘all is lost’ and left,” Ada said.", ["“He told me ‘all is lost’ and left,”"], id="nested, the outer marks count"),
        pytest.param("The “experts” left.", ["“experts”"], id="a word"),
        pytest.param("The 'experts' left.", ["'experts'"], id="a word in single marks"),
        pytest.param("('a b')", ["'a b'"], id="in brackets"),
        pytest.param("We sailed on,” Ada wrote.", ["We sailed on,”"], id="closed but never opened"),
        pytest.param("“We lost every boat.", ["“We lost every boat."], id="opened but never closed"),
        pytest.param("They don't and won’t, and can't.", [], id="apostrophes"),
        pytest.param("The dogs' owner's boss's car stalled.", [], id="possessives"),
        pytest.param("The '90s were the workers' decade.", [], id="a decade and a plural"),
        pytest.param("Rock 'n' roll and the boys' choir.", [], id="letters left out"),
        pytest.param('The 5" pipe burst.', [], id="inches"),
        pytest.param('“We lost every boat," Ada wrote.', ['“We lost every boat,"'], id="opened curly, closed straight"),
        pytest.param('„We lost every boat", Ada wrote.', ['„We lost every boat"'], id="opened low, closed straight"),
        pytest.param('"We lost every boat,” Ada wrote.', ['"We lost every boat,”'], id="opened straight, closed curly"),
        pytest.param("''We lost every boat,'' Ada wrote.", ["''We lost every boat,''"], id="two single marks for a double one"),
        pytest.param('“We read a "notice" and left,” Ada wrote.', ['“We read a "notice" and left,”'], id="straight marks within curly ones"),
        pytest.param('"We read a ("notice") and left," Ada wrote.', ['"We read a ("notice") and left,"'], id="straight marks within straight ones"),
        pytest.param('"We sank,"Ada wrote."We swam."', ['"We sank,"', '"We swam."'], id="no blank beside the marks"),
        pytest.param('We sailed on."', ['We sailed on."'], id="closed straight but never opened"),
        pytest.param("No marks at all.", [], id="no marks"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_quoted_words_are_found_with_their_marks(text, expected):
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ("“We lost.", "We sailed.", "We are home,” Ada said."),
            [[(False, True)], [(True, True)], [(True, False)]],
            id="over three sentences",
        ),
        pytest.param(
            ("“We lost.", "“We sailed,” Ada said."),
            [[(False, True)], [(True, False)]],
            id="a new paragraph opens again",
        ),
        pytest.param(
            ("“We lost,” Ada said. “We sailed.", "We are home.”", "Rain fell."),
            [[(False, False), (False, True)], [(True, False)], []],
            id="one closed and one opened",
        ),
        pytest.param(
            ('"We lost," Ada said. "We sailed', 'and are home"', "Rain fell."),
            [[(False, False), (False, True)], [(True, False)], []],
            id="straight marks that go on",
        ),
        pytest.param(
            ('"We lost.', "It was dark.", '"We sailed.', '"We are home."', "Rain fell."),
            [[(False, True)], [(True, True)], [(True, True)], [(True, False)], []],
            id="straight marks that open anew at each paragraph",
        ),
        pytest.param(
            ('Ada wrote: "We lost.', 'We saw a "ghost" and sailed.', 'We are home."', "Rain fell."),
            [[(False, True)], [(True, True)], [(True, False)], []],
            id="a word quoted within",
        ),
        pytest.param(
            ('"We lost," Ada wrote. "', "We sailed.", 'We are home."', "Rain fell."),
            [[(False, False)], [(True, True)], [(True, False)], []],
            id="cut behind the mark that opens",
        ),
        pytest.param(
            ("“We lost.", "Rain fell.", "Rain fell again."),
            [[(False, False)], [], []],
            id="never closed ends with its sentence",
        ),
        pytest.param(
            ("“We lost.", *["Rain fell."] * (LONGEST - 1), "All of us.”"),
            [[(False, True)], *[[(True, True)]] * (LONGEST - 1), [(True, False)]],
            id="as long as may be",
        ),
        pytest.param(
            ("“We lost.", *["Rain fell."] * LONGEST, "All of us.”"),
            [[(False, False)], *[[]] * LONGEST, [(True, False)]],
            id="longer than may be",
        ),
    ],
)
def test_a_quotation_goes_on_until_it_is_closed(texts, expected):
    assert edges(*texts) == expected


def test_the_words_of_a_sentence_inside_a_quotation_are_quoted_whole():
    assert quoted("Ada said: “We lost.", "We sailed on.", "We are home.” Rain fell.") == [
        ["“We lost."],
        ["We sailed on."],
        ["We are home.”"],
    ]


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        pytest.param("x “a b c”", False, id="a phrase"),
        pytest.param("“a b c” x", False, id="a phrase that opens the sentence"),
        pytest.param("“a b c”", True, id="a sentence quoted whole"),
        pytest.param("x “a b c d”", True, id="as many words as make a clause"),
        pytest.param("a b.”", True, id="opened before"),
        pytest.param("“a b,” x", True, id="a phrase that a tag follows"),
        pytest.param("x “a b,” x", False, id="a phrase within"),
    ],
)
def test_a_quotation_of_more_than_a_phrase_is_long(text, is_long):
    ((quotation,),) = find_quotations([text])

    assert quotation.is_long is is_long


MARKS = "“”„«»\"'‘’‚"
PIECES = st.sampled_from(
    [*MARKS, " ", "s", "a", ".", ",", "Ada ", "the ministers", "\n", "😀", "\0"]
)
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text()), max_size=6)


@given(texts=TEXTS)
def test_quotations_of_any_text_lie_within_it_in_order_and_apart(texts):
    found = find_quotations(texts)

    assert len(found) == len(texts)
    for text, quotations in zip(texts, found, strict=True):
        places = [place for item in quotations for place in (item.start, item.end)]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)


@given(texts=TEXTS)
def test_a_quotation_that_goes_on_was_opened_before_in_the_next_sentence(texts):
    found = find_quotations(texts)

    goes_on = [any(item.goes_on for item in quotations) for quotations in found]
    assert goes_on[-1:] in ([], [False])
    for before, quotations in zip(goes_on, found[1:], strict=False):
        assert not before or quotations[0].opened_before


@given(texts=st.lists(st.text(st.characters(exclude_characters=MARKS)), max_size=4))
def test_text_without_marks_quotes_nothing(texts):
    assert find_quotations(texts) == [()] * len(texts)


@pytest.mark.parametrize(
    "unit",
    [*MARKS, "“'\"«„ ", " 'a", "“a” ", "s' a "],
)
def test_time_to_find_quotations_grows_with_length_alone(unit):
    slowdown = growth(lambda text: find_quotations([text]), unit, 20_000, 100_000)

    assert slowdown < 12  # five times the text: 5 if linear, 25 if quadratic


def test_time_to_find_quotations_grows_with_length_alone_among_plurals():
    slowdown = growth(lambda text: find_quotations([text]), "'a s' b ", 60_000, 300_000)

    assert slowdown < 12


@pytest.mark.parametrize("unit", [*MARKS, "“a. ", "'a s' b. "])
def test_time_to_find_quotations_grows_with_the_number_of_sentences_alone(unit):
    def cut(text):
        return find_quotations([text[at : at + 50] for at in range(0, len(text), 50)])

    slowdown = growth(cut, unit, 20_000, 100_000)

    assert slowdown < 12
