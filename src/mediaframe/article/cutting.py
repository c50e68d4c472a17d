"""An article, its sentences and their offsets: from raw text, or from sentences given one by one.

A sentence is always a sentence of an article; a lone sentence is an article of one. Whatever reads text gets
sentences in article order, so that it can look at the ones around. What is set apart from the story (datelines,
bylines, credits, dates, links) belongs to no sentence.
"""

import re
from collections.abc import Iterator

from mediaframe.article.boundaries import CAPITAL, DAY, MONTH, ZONE, sentence_spans
from mediaframe.article.lines import parts_of
from mediaframe.article.normal import normal, original_spans
from mediaframe.article.sentences import Sentence

LONGEST_NOTE = 200  # characters; what is longer is part of the story

_PROPER = rf"(?:al-|el-|d’)?[{CAPITAL}][\w.’'-]*"  # a word with a capital
_PARTICLE = r"(?:de|del|da|di|la|le|van|von|der|den|bin|ibn|al|el)\b"
_PERSON = rf"{_PROPER}(?:\s{_PARTICLE})*\s{_PROPER}"
# Names and what may stand between them; no word fits two of the choices, or a long line would take for ever.
_PEOPLE = (
    rf"{_PROPER}(?:[\s,;&|]+(?:{_PROPER}|{_PARTICLE}|\d+|(?:and|in|at|for|of|the|with|via|by|additional"
    r"|editing|reporting|writing|words|photographs|pictures)\b))*"
)
_AGENCY = r"(?:AP|AFP|EPA|PA|Reuters|REUTERS|Getty|Bloomberg|Xinhua|Shutterstock|Alamy)\b"

_SHOUTED = rf"[{CAPITAL}][{CAPITAL}.’'-]+(?:\s[{CAPITAL}][{CAPITAL}.’'-]+){{0,3}}"
_PLACE = rf"{_PROPER}(?:\s{_PROPER}){{0,3}}"
_REGION = rf"(?:,\s[{CAPITAL}\d][\w.]*(?:,?\s[\w.]+){{0,4}})?"  # , Fla.   , March 3, 2025
_DATE = rf"(?:{MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{MONTH}\.?)"
_WIRE = rf"\s?\((?:[A-Z]{{2,}}[\w/-]*|{_AGENCY})\)"
# HALVEN, March 3 (MW) —   ST. MARY, Fla. —   London (Reuters) -   Halven, March 3 —   (Reuters) -
_DATELINE = re.compile(
    rf"\s*(?:{_SHOUTED}{_REGION}(?:\s?\([^()]{{2,30}}\))?|{_PLACE}{_REGION}{_WIRE}"
    rf"|(?:{_PLACE},\s)?{_DATE}(?:{_WIRE})?|{_WIRE})"
    rf"\s*(?:—|(?<=\s)(?:–|--?|_)(?=\s))\s*(?=[\"'“‘«]?[{CAPITAL}\d]|$)"
)

# By Ana Ruiz, Staff Writer   BY ANA RUIZ   By Ana Ruiz, political editor   By our correspondent
_JOB = r"(?i:correspondent|reporter|editor|writer|columnist|staff|agencies)s?"
_BYLINE = re.compile(
    rf"(?:By|BY)\s(?:(?!{DAY})(?={_PERSON}){_PEOPLE}(?<!\.)|(?:[Tt]he\s)?(?:{_AGENCY}|Associated\sPress)"
    rf"|(?=our|an?\b|staff))(?:,?[\w\s]*\b{_JOB})?"
)

# Photo: Ana Ruiz   (AP Photo/Tom Lee)   Ana Ruiz/Getty Images   Reporting by Ana Ruiz; Editing by Tom Lee
_WORK = (
    r"(?i:(?:additional\s)?(?:words|text|story|written|report(?:ing|ed)|edit(?:ing|ed)|writing|compiled|analysis"
    r"|photo(?:graph)?s?|photography|pictures?|images?|illustrations?|graphics?|video)(?:\sand\s\w+)?\sby)"
)
_CREDIT = re.compile(
    rf"""[(\[]?(?:
        (?:File\s)?(?:Photo(?:graph)?|Image|Picture|Credit)s?(?:(?:\scredit)?:|\scourtesy\sof\b)[^"“”]+
        | {_WORK}\s{_PEOPLE}
        | (?:{_PEOPLE}\s?/\s?)?(?:{_AGENCY}\svia\s)?Getty\sImages
        | {_PEOPLE}\s?(?:/|via)\s?{_AGENCY}(?:\s(?:Photo|Images))?
        | {_AGENCY}(?:\s(?:File\s)?Photo)?\s?/\s?{_PEOPLE}
    )[.)\]]*""",
    re.VERBOSE,
)

_PAGE = re.compile(
    r"Share this (?:article|story|page|post)|Share on \w+|Advertisement|Read (?:more|also)(?::.*)?|See also:.*"
    r"|(?:Story|Article) continues below.*|Follow us on .*|Sign up (?:for|to) (?:our|the) [\w\s]*newsletters?"
    r"|Skip to [\w\s]+|All rights reserved",
    re.IGNORECASE,
)

# Friday, July 21, 2017   Last updated 17:02 GMT, 3 March   Published: 2025-03-03
_DATE_LABEL = re.compile(
    r"(?:(?:last|first)\s)?(?:updated|published|posted|modified)\b:?", re.IGNORECASE
)
_DATE_SIGN = re.compile(rf"{DAY}|{MONTH}|ago|\d{{1,2}}:\d\d|\d+([/.-])\d+\1\d+", re.IGNORECASE)
_DATE_WORD = re.compile(
    rf"{DAY}|{MONTH}|{ZONE}|[\d:./-]+(?:st|nd|rd|th|[ap]m)?|[ap]\.?m|at|on|ago|(?:hour|minute|min|day)s?",
    re.IGNORECASE,
)


def cut_article(text: str, article_id: str) -> tuple[Sentence, ...]:
    """Cut raw text into sentences; `text[start:end]` is the sentence.

    >>> [s.text for s in cut_article('It rained. "We stayed in," said Dr. Ito.', "a")]
    ['It rained.', '"We stayed in," said Dr. Ito.']
    """
    return tuple(
        Sentence(article_id, f"{article_id}:{number}", text[start:end], start, end)
        for number, (start, end) in enumerate(_original_spans(text), start=1)
    )


def _original_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of an article begin and end; one that was cut off an accent begins behind its letter."""
    done = 0
    for start, end in original_spans(text, _spans(normal(text))):
        if end > done:
            yield max(start, done), end
            done = end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of an article begin and end."""
    for offset, part in parts_of(text, _is_set_apart):
        dateline = _DATELINE.match(part)
        begin = dateline.end() if dateline else 0
        for start, end in sentence_spans(part[begin:]):
            if not _is_note(part[begin + start : begin + end], _CREDIT):
                yield offset + begin + start, offset + begin + end


def _is_set_apart(line: str) -> bool:
    """Return whether a line is a byline, a date or a link of the page.

    >>> [_is_set_apart(line) for line in ("By Ana Ruiz", "By Monday it rained.", "Friday, July 21, 2017")]
    [True, False, True]
    """
    return _is_note(line, _BYLINE) or _is_note(line.rstrip("."), _PAGE) or _is_date(line)


def _is_note(text: str, pattern: re.Pattern[str]) -> bool:
    """Return whether a text is short and wholly what the pattern describes."""
    return len(text) <= LONGEST_NOTE and pattern.fullmatch(text) is not None


def _is_date(line: str) -> bool:
    """Return whether a line holds nothing but a date or a time."""
    if len(line) > LONGEST_NOTE or not _DATE_SIGN.search(line):
        return False
    words = re.split(r"[\s,|·•–—()]+", _DATE_LABEL.sub("", line))
    return any(map(str.isdecimal, line)) and all(
        _DATE_WORD.fullmatch(word.rstrip(".")) for word in words if word
    )
