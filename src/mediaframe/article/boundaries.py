"""Where the sentences of a running text begin and end.

sentencex knows the abbreviations, but takes a quotation or a bracket for one sentence. So it sees the text without
its marks, what it misreads in news is corrected, and each mark goes back to the sentence that it touches.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

from sentencex import get_sentence_boundaries

from mediaframe.files.yaml import parse_yaml

CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"
DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
ZONE = "(?:GMT|UTC|BST|C?EE?S?T|[ECMP][SD]?T|Eastern|Central|Pacific)"

# Line ends of Unicode, within which sentencex breaks off.
_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")

# Quotation marks and brackets, and the hyphen before what may be an abbreviation by itself (then-Sen. Poe), but not
# that of a party (D-Calif.). An apostrophe within a word is none.
_MARK = re.compile(
    rf"""["'`“”„‘’‚«»\u2039\u203a()\[\]{{}}](?<!\w['’](?=\w))|(?<=[\w.])(?<!\b[A-Z])-(?=[{CAPITAL}])"""
)

# Straight double marks, inches left out, and those of them that end a sentence and touch the next.
_STRAIGHT = re.compile(r'(?<!\d)"')
_TIGHT = re.compile(r'(?<=[.?!…])"(?=\w)')

# The marks that close what has just ended; before a letter or after a space only those that cannot open anything.
_CLOSING = re.compile(r"""(?:["'’”“‘«»\u203a)\]}](?!\w)|[”»](?=\w)|\s[”»\u203a)\]}](?!\w))*""")

_BEFORE_CAPITAL = rf"""(?=["'’”»)\]]*\s+["'‘“«(\[]*[{CAPITAL}])"""


def _tagging_verbs() -> str:
    """Return the verbs that tell who said the quotation before them, as choices of a pattern."""
    source = files("mediaframe.article") / "speech.yaml"
    document = parse_yaml(source.read_text(encoding="utf-8"), source.name)
    return "|".join(
        form for line in document.values["tagging"]["terms"] for form in line.split("|")
    )


# Who speaks after a question or an exclamation. A person may say more: “Why?” Ana Ruiz asked the mayor. Whoever else speaks
# does nothing but that: “Why?” The minister later asked.
_VERB = rf"(?:(?:later|then|also|once|again|\w+ly)\s+)?(?:{_tagging_verbs()})\b"
_WORD = r"(?:[\w’'-]+|(?:[A-Z]-)?(?:[A-Z][a-z]{0,3}\.)+)"
_NAMES = rf"(?:(?=[{CAPITAL}]){_WORD},?\s+(?:(?:of|de|la|da|von|van|der|den|bin|al)\s+)*)"
_PARTY = r"\([^()?!]{1,30}\)"  # (D-N.J.)
_NOBODY = r"(?!(?:He|She|It|They|We|I|You|The|A|That|This|There|What|Who)\b)"
_SPEAKER = (
    rf"{_NOBODY}{_NAMES}{{1,6}}"
    rf"(?:[^,.?!]{{1,40}},\s+|[a-z][\w-]*\s+{_NAMES}{{1,4}}|{_PARTY},?\s+)?{_VERB}"
)
_TAG = rf"(?!\w+['’]s\b)(?=[{CAPITAL}]){_WORD}(?:,?\s+{_WORD}){{0,9}}?(?:\s+{_PARTY})?,?\s+{_VERB}(?=\.|\s*$)"

# Each of the two below looks back from the mark that ends a sentence; all that is looked back at has one length.
# Sentences end here, though sentencex reads on.
_ENDS = re.compile(
    rf"""
    [.…] (?: (?<=…) | (?<=\.\.\.) | (?<=\.\s\.\s\.) ) {_BEFORE_CAPITAL}   # He paused… Then he left.
    | \. (?: (?<=\b[Nn]o\.) | (?<=\betc\.) | (?<=\b[ap]\.m\.) ) {_BEFORE_CAPITAL}   # No. They will not.
    | \. (?<=\b[A-Z]\.[A-Z]\.) (?= \s (?: Officials | Police | Prosecutors | Authorities | Critics
        | Residents | Witnesses | Investigators | Experts | Analysts | Lawmakers | Shares )\b )
    """,
    re.VERBOSE,
)

# Sentences go on here, though sentencex stops.
_GOES_ON = re.compile(
    rf"""
    [.?!…] (?: (?= ["'’”»)\]]* [\s–—-]* [,;:a-zß-ÿ] (?![A-Z]) )            # "Why?" she asked; but: iPhone
        | (?= -\w )                                                        # Lt.-Gen.
        | (?<= -[A-Z]\. ) (?= \s? [A-Z]\. | [A-Z][a-z] )                   # R-N.C.  D-W.Va.
        | (?= ["’”»]+ \s [–—] \s )                                         # "I am the law." – Hale
        | (?<= [?!…] ) (?= ["'’”»]+ \s+ (?: {_SPEAKER} | {_TAG} ) )
        | (?<= \b[ap]\.m\. ) (?= \s+ \(? (?: {DAY} | {MONTH}\.?\s\d | {ZONE}\b ) )
        | (?<= \b(?: Mr | Ms | Mx | Dr | Ft )\. )
        | (?<= \b(?: Mrs | Amb | Ald | Gen | Sra )\. )
        | (?<= \b(?: Atty )\. )
        | (?<= \b(?: [Mm]ax | [Mm]in | [Vv]ol | [Ee]st | [Tt]el | Tue | Thu )\. ) (?= \s+ \d )
        | (?<= \b(?: [Aa]pprox )\. ) (?= \s+ \d )
    )
    """,
    re.VERBOSE,
)

# The number of a list's item, the letter of who asks and who answers.
_ITEM = re.compile(r"\s*\(?(?:\d{1,2}|[IVX]+|[QA])[.)]\s*")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end, white space around them left out.

    >>> text = '"We lost. We go on," he said.'
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['"We lost.', 'We go on," he said.']
    """
    text = _with_sides(text)
    start = 0
    for end in sorted((_ends(text) - _behind(_GOES_ON, text)) | {len(text)}):
        if _ITEM.fullmatch(text, start, end) and end < len(text):
            continue
        sentence = text[start:end]
        if sentence.strip():
            yield start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())
        start = end


def _with_sides(text: str) -> str:
    """Return the text, as long as before, with straight marks that no blank tells apart made to open or close in turn.

    >>> _with_sides('"It is over."The market opened.')
    '"It is over.”The market opened.'
    """
    if not _TIGHT.search(text):
        return text
    places = [match.start() for match in _STRAIGHT.finditer(text)]
    closing = set(places[1::2])
    return _TIGHT.sub(lambda match: "”" if match.start() in closing else '"', text)


def _ends(text: str) -> set[int]:
    """Return where sentences seem to end."""
    bare = _MARK.sub(" ", text).translate(_LINE_ENDS)
    spans = [(b["start_index"], b["end_index"]) for b in get_sentence_boundaries("en", bare)]
    stops = {start + len(bare[start:end].rstrip()) for start, end in spans}
    return {_past_marks(text, stop) for stop in stops} | _behind(_ENDS, text)


def _behind(pattern: re.Pattern[str], text: str) -> set[int]:
    """Return where the matches of a pattern end, closing marks included."""
    return {_past_marks(text, match.end()) for match in pattern.finditer(text)}


def _past_marks(text: str, stop: int) -> int:
    """Return the place behind the closing marks that follow `stop`."""
    closing = _CLOSING.match(text, stop)
    return closing.end() if closing else stop
