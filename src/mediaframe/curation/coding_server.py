"""`mediaframe code`: a page on which sentences are coded by keys, beside the codebook."""

import json
from dataclasses import asdict
from typing import Any

from pydantic import Field, ValidationError

from mediaframe.curation.coding import CodingFile
from mediaframe.errors import InputError
from mediaframe.files.schema import Section
from mediaframe.serving.html import Page
from mediaframe.serving.local_server import (
    Answer,
    Application,
    RefusedError,
    application,
    show_page,
)

CODING = Page("coding.html.jinja", "coding.js.jinja", talks=True)
JSON = "application/json"
MOST_KEYS = 9  # labels that have a key of their own
NOT_OURS = RefusedError(400, "no labelling; send sentence_id, labels and note as JSON")


class Labelling(Section):
    """What a page sends."""

    sentence_id: str = Field(description="Which sentence.")
    labels: list[str] | None = Field(description="Its labels; null takes them back.")
    note: str = Field("", max_length=2000, description="What the coder remarks.")


def coding_app(file: CodingFile) -> Application:
    """Return the application by which a file is coded.

    GET / is the page, GET /sentences all there is to code with the coder's own labels; POST /code settles a sentence.
    """

    def show(_body: bytes) -> Answer:
        context = {
            "file": file,
            "codebook": file.codebook,
            "implied": file.codebook.implied,
            "is_exclusive": file.codebook.exclusive,
            "most_keys": MOST_KEYS,
        }
        return show_page(CODING, context)

    def sentences(_body: bytes) -> Answer:
        return _json([asdict(sentence) for sentence in file.sentences()])

    def code(body: bytes) -> Answer:
        sent = parse_labelling(body)
        try:
            labels = file.code(sent.sentence_id, sent.labels, sent.note)
        except InputError as error:
            raise RefusedError(409, str(error)) from error
        except OSError as error:
            msg = f"{file.path}: not written ({error.strerror}); make room, or check the path"
            raise RefusedError(500, msg) from error
        return _json({"labels": labels})

    return application(
        {("GET", "/"): show, ("GET", "/sentences"): sentences, ("POST", "/code"): code}
    )


def parse_labelling(body: bytes) -> Labelling:
    """Return what a page sent.

    Raises:
        RefusedError: something else.
    """
    try:
        sent = Labelling.model_validate_json(body)
        sent.note.encode()  # half a character is none that a file can hold
    except (ValidationError, UnicodeError) as error:
        raise NOT_OURS from error
    return sent


def _json(values: Any) -> Answer:  # noqa: ANN401 - any JSON
    return Answer(json.dumps(values, ensure_ascii=False), JSON)
