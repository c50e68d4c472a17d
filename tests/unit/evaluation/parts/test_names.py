"""Two descriptions of a source agree by the rule that the module states."""

import pytest

from mediaframe.evaluation.parts.names import agree

SAME = [
    ("Foreign Minister Ana Ruiz", "Ruiz"),
    ("Ana Ruiz, mayor of Halven", "Mayor Ruiz"),
    ("the mayor of Halven, Ana Ruiz", "Ana Ruiz"),
    ("Ana M. Ruiz", "Ana Ruiz"),
    ("the ministry", "Ministry of Health"),
    ("Health Ministry", "the Ministry of Health"),
    ("harbour agency", "The harbour agency"),
    ("officials", "a senior official"),
    ("her coach", "coach"),
    ("World Health Organization", "the WHO"),
    ("W.H.O.", "World Health Organization"),
    ("Security Service of Halven (SSH)", "SSH"),
    ("Ruiz’s", "Ruiz"),
    ("Li Wen, the Halven president", "Li"),
    ("Mr Ruiz", "Tom Ruiz"),
    ("Secretary of State Ana Ruiz", "Ruiz"),
    ("the Halven press secretary Tom Lee", "Mr. Lee"),
    ("Oskar Lind, who runs a smokery,", "Oskar Lind"),
]
OTHER = [
    ("Ana Ruiz", "Tom Ruiz"),
    ("Ana Ruiz, a minister", "Tom Lee, the minister"),
    ("Ministry of Health", "Finance Ministry"),
    ("the finance minister", "the health minister"),
    ("the World Bank", "the Central Bank"),
    ("the Prime Minister’s Office", "the Governor’s Office"),
    ("police", "residents"),
    ("Foreign Minister Ana Ruiz", "Foreign Minister Tom Lee"),
    ("Ana Ruiz", ""),
    ("critics", "Ana Ruiz"),
    ("a spokesman for Ana Ruiz", "Ana Ruiz"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_source_is_told_by_either_description(first, second):
    assert agree(first, second)
    assert agree(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_source_is_told_apart(first, second):
    assert not agree(first, second)
    assert not agree(second, first)
