"""The settings of a model: sealed with the digests of its files."""

from hashlib import sha256

import pytest

from mediaframe.config import LogisticHead
from mediaframe.serving.manifest import read_manifest
from tests.builders import make_model


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    make_model(LogisticHead(C=(1.0,))).save(folder)
    return read_manifest(folder)


def test_the_checksum_seals_the_weights_too(manifest):
    one, other = manifest.seal(b"one"), manifest.seal(b"other")

    assert one.weights_sha256 == sha256(b"one").hexdigest()
    assert one.checksum != other.checksum
    assert manifest.seal(b"one") == one
