"""The probe: invented articles that touch every cue class and every signal; what the reader says of them seals a saved model.

`probe.txt` has a sentence a line and an empty line between articles. A sentence that is added or changed there disowns every
saved model: do it where the reader changes anyway, as it does with a signal that is new.
"""

from functools import cache
from importlib.resources import files

from mediaframe.article.sentences import Sentence, place_in_articles


@cache
def probe_sentences() -> tuple[Sentence, ...]:
    """Return the sentences of the probe, each in its article."""
    text = (files("mediaframe.reader") / "probe.txt").read_text(encoding="utf-8")
    placed = [
        (sentence, str(number))
        for number, article in enumerate(text.split("\n\n"))
        for sentence in article.splitlines()
    ]
    texts, articles = zip(*placed, strict=True)
    return tuple(place_in_articles(texts, articles, [str(n) for n in range(len(texts))]))
