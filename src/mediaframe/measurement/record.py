"""What a measurement folder keeps: the stamped plan, and the sample that was drawn by it."""

import json
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from mediaframe.config.values import Digest
from mediaframe.errors import InputError
from mediaframe.files.schema import Section
from mediaframe.measurement.plan import MeasurementPlan

PLAN, SAMPLE, CODING = "plan.json", "sample.jsonl", "coding.csv"
ESTIMATES, TABLE = "estimates.json", "estimates.csv"
SHORT = 12  # digits of a digest that people compare


class NewsRecord(Section):
    """The scored news that a plan was made for."""

    sha256: Digest = Field(description="Digest of the bytes of its files.")
    sentences: int = Field(ge=1, description="Number of sentences.")
    articles: int = Field(ge=1, description="Number of articles.")
    odd_dates: dict[str, int] = Field(
        {}, description="Dates that no year can be read from, with the number of sentences."
    )


class ModelRecord(Section):
    """The model that scored the news."""

    weights_sha256: Digest = Field(description="Digest of its numbers.")
    trained_on: str = Field(description="Name of the corpus that it was trained on.")
    overlap: str = Field(description="What is known of sentences that it was trained on.")


class CodebookRecord(Section):
    """The codebook by which is coded."""

    name: str = Field(description="Its name.")
    version: str = Field(description="Its version.")
    sha256: Digest = Field(description="Digest of its contents.")


class StampedPlan(Section):
    """`plan.json`: a plan with all that it rests on, its digest, and when it was stamped."""

    plan: MeasurementPlan = Field(
        description="The plan, every default filled in; paths are relative to the measurement folder."
    )
    news: NewsRecord = Field(description="The scored news.")
    model: ModelRecord | None = Field(description="The model; null where none is named.")
    codebook: CodebookRecord = Field(description="The codebook.")
    mediaframe: str = Field(description="The version that stamped it.")
    sha256: str = Field("", description="Digest of all of the above.")
    stamped: str = Field("", description="When, in UTC; not part of the digest.")

    def digest(self) -> str:
        """Return the digest of everything but itself, paths and the hour."""
        paths = {"news", "model", "codebook"}
        values = self.model_dump(
            mode="json", exclude={"sha256": True, "stamped": True, "plan": paths}
        )
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def read_plan(folder: Path) -> StampedPlan:
    """Return the stamped plan of a measurement folder.

    Raises:
        InputError: none there, damaged, or changed since it was stamped.
    """
    path = folder / PLAN
    try:
        stamped = StampedPlan.model_validate_json(path.read_bytes())
    except OSError as error:
        msg = f"{folder}: no {PLAN} there; stamp a plan first: mediaframe measure plan FILE -o {folder}"
        raise InputError(msg) from error
    except ValidationError as error:
        msg = f"{path}: not what `mediaframe measure plan` writes; restore it, or stamp the plan again in a new folder"
        raise InputError(msg) from error
    if stamped.digest() != stamped.sha256:
        msg = f"{path}: changed since it was stamped; restore it, or stamp the other plan in a new folder and code a new sample"
        raise InputError(msg)
    return stamped
