"""Claims: what is told in a sentence, and what contests it."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from mediaframe.reader.attribution import Attribution
from mediaframe.reader.entities import ArticleSpan
from mediaframe.reader.mentions import Roles
from mediaframe.reader.quotations import Quotation
from mediaframe.reader.tokens import Span, Tokens

CLASH, DISTANCE, DISCLAIMER, SCARE, EVIDENCE = (
    "clash", "distance", "disclaimer", "scare", "evidence"
)  # fmt: skip
CONTESTS = (CLASH, DISTANCE, DISCLAIMER, SCARE, EVIDENCE)
"""How a claim is contested: by a rival claim, by a word of doubt, as unverified, by quotation marks, by what is known."""


class Contest(NamedTuple):
    """Words that contest a claim."""

    kind: str
    span: Span
    rival: ArticleSpan | None = None  # the claim that is contested, where it was found


class Told(Protocol):
    """A sentence and what is told in it."""

    @property
    def tokens(self) -> Tokens:
        """Its words."""

    @property
    def roles(self) -> Roles:
        """Whom they speak of."""

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Its quotations."""

    @property
    def attributions(self) -> Sequence[Attribution]:
        """Its attributions."""

    @property
    def spoken(self) -> Sequence[Attribution]:
        """Those that are the author's."""

    @property
    def contests(self) -> Sequence[Contest]:
        """What contests a claim in it, as far as it was read."""

    @property
    def clash(self) -> frozenset[str]:
        """What speaks for a clash in it."""
