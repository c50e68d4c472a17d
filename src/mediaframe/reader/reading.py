"""Reading an article: who says what in each sentence, how official that is, and whether it is disputed.

What is read is handed on as signals, names such as `official+assertion`, which heads weigh and the codebook's rules ask
for, and as evidence, the words behind a signal.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError, nearest
from mediaframe.reader.cast import Cast
from mediaframe.reader.cues import NOT_A_CUE, Lexicon, bundled_terms
from mediaframe.reader.dispute import find_contests
from mediaframe.reader.quotations import find_quotations
from mediaframe.reader.referents import Scene, Speaker
from mediaframe.reader.signals import SUMMARIES, signal_names, signals_of
from mediaframe.reader.sources import Roles
from mediaframe.reader.speakers import (
    Reading,
    attribute_sentence,
    give_quotations_a_speaker,
    is_headline,
    speaker_labels,
)


def read_article(lexicon: Lexicon, texts: Sequence[str]) -> list[Reading]:
    """Read the sentences of one article, in order; time grows linearly with its length."""
    readings = [
        Reading(text, Roles(text), quotations)
        for text, quotations in zip(map(lexicon.read, texts), find_quotations(texts), strict=True)
    ]
    cast = Cast([reading.roles for reading in readings])
    speaker = Speaker()
    labels = speaker_labels(readings)
    for number, reading in enumerate(readings):
        speaker.age += 1
        scene = Scene(
            number, reading.text, reading.roles, cast, speaker, reading.is_within_quotation
        )
        attribute_sentence(scene, reading, labels)
    give_quotations_a_speaker(readings)
    for number, reading in enumerate(readings):
        reading.contests = list(find_contests(reading.text))
        before = readings[max(0, number - 2) : number]
        opens = number == 0 and is_headline(reading.text)
        reading.signals = set(signals_of(reading, before, is_headline=opens))
    return readings


def lexicon_terms(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the cue classes that ship and those a codebook adds, with their terms.

    Raises:
        InputError: a rule of the codebook names what is neither a cue class nor a signal.
    """
    terms = {**bundled_terms(), **codebook.lexicon}
    known = (*(name for name in terms if name != NOT_A_CUE), *signal_names())
    for label, rule in codebook.rules.items():
        for name in (name for line in rule for name in line):
            if name not in known:
                near = known if get_close_matches(name, known, n=1) else (*terms, *SUMMARIES)
                msg = f"codebook {codebook.name}: rule of {label}: no cue class or signal {name!r}; {nearest(name, near)}"
                raise InputError(msg)
    return terms
