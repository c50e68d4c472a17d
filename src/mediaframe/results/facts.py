"""What results files say of corpora, codebooks and the scores on them."""

from pydantic import Field

from mediaframe.results.estimates import ResultSection


class PartFacts(ResultSection):
    """The size of a part of a corpus."""

    articles: int = Field(ge=0, description="Number of articles.")
    sentences: int = Field(ge=0, description="Number of sentences.")
    positives: dict[str, int] = Field(description="Number of sentences that carry each label.")


class CorpusFacts(ResultSection):
    """A corpus by name, bytes and size."""

    name: str = Field(description="Name of its file, or `bundled`; several are joined by ` + `.")
    sha256: str = Field(description="Digest of its bytes.")
    articles: int = Field(ge=0, description="Number of articles.")
    sentences: int = Field(ge=0, description="Number of sentences.")
    positives: dict[str, int] = Field(description="Number of sentences that carry each label.")


class CodebookFacts(ResultSection):
    """A codebook by name and version."""

    name: str = Field(description="Name of the codebook.")
    version: str = Field(description="Its version.")


class ReliabilityPoint(ResultSection):
    """The sentences whose scores lie in one tenth of the range."""

    score: float = Field(description="Their mean score.")
    share: float = Field(description="Share of them that carry the label.")
    count: int = Field(ge=1, description="How many there are.")
