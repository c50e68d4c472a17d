"""What a results file says of its data: a corpus, a part of one, the codebook that it was coded by."""

from typing import Literal

from pydantic import Field

from mediaframe.results.estimates import ResultSection


class PartSize(ResultSection):
    """How large a part of a corpus is."""

    articles: int = Field(ge=0, description="Number of articles.")
    sentences: int = Field(ge=0, description="Number of sentences.")
    positives: dict[str, int] = Field(description="Number of sentences that carry each label.")


class PartDescription(PartSize):
    """How large a part of a corpus is, and how much of it carries each label."""

    prevalence: dict[str, float] = Field(
        description="Share of sentences that carry each label, 0 to 1."
    )


class _CorpusIdentity(ResultSection):
    name: str = Field(description="Name of the corpus: `bundled`, or that of its file.")
    sha256: str = Field(description="Digest of the bytes of its file.")


class CorpusDescription(PartSize, _CorpusIdentity):  # whose keys come first in the file
    """Which corpus, and how large it is."""


class CorpusOrigin(ResultSection):
    """Where the sentences of a corpus come from, as far as its columns tell."""

    bundled: Literal["all", "part", "none"] = Field(
        description="How much of it is the corpus that ships, which a language model wrote and coded."
    )
    coders: tuple[str, ...] = Field(description="Whose codings stand beside the labels.")
    outlets: int | None = Field(
        ge=1, description="Number of outlets; null where the corpus does not name them."
    )
    first_date: str | None = Field(description="Its first date; null where it has none.")
    last_date: str | None = Field(description="Its last date; null where it has none.")

    def name_coders(self, coders: tuple[str, str]) -> str:
        """Return what two coders of the corpus are called: passes of one model are no two people."""
        match self.bundled:
            case "all":
                return "two passes of one language model"
            case "part":
                return f"{' against '.join(coders)}, in part passes of one language model"
            case "none":
                return " against ".join(coders)


class CodebookVersion(ResultSection):
    """Which codebook, and which version of it, sentences were coded by."""

    name: str = Field(description="Name of the codebook.")
    version: str = Field(description="Its version.")
