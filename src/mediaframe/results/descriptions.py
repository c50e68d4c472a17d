"""What a results file says of its data: a corpus, a part of one, the codebook that it was coded by."""

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


class CodebookVersion(ResultSection):
    """Which codebook, and which version of it, sentences were coded by."""

    name: str = Field(description="Name of the codebook.")
    version: str = Field(description="Its version.")
