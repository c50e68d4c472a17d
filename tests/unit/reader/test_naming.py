"""The words of a name tell gender and whether two names can be one person's."""

import pytest

from mediaframe.reader.naming import gender_of_name, given_names, honorific_before, is_same


def test_no_given_name_is_of_both_genders():
    names = given_names()

    assert set(names.values()) == {"f", "m"}
    assert gender_of_name(["ana", "ruiz"]) == "f"
    assert gender_of_name(["tom", "hale"]) == "m"
    assert gender_of_name(["tom"]) == ""


@pytest.mark.parametrize(
    ("words", "first", "honorific"),
    [
        pytest.param(["mr", ".", "hale"], 2, "mr", id="with a stop"),
        pytest.param(["mrs", "hale"], 1, "mrs", id="without"),
        pytest.param(["the", "hale"], 1, "", id="none"),
        pytest.param(["hale"], 0, "", id="at the beginning"),
    ],
)
def test_an_honorific_stands_right_before_a_name(words, first, honorific):
    assert honorific_before(words, first) == honorific


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("ana ruiz", "ruiz", True, id="surname"),
        pytest.param("ana ruiz", "ana", True, id="given name"),
        pytest.param("ana m ruiz", "ana ruiz", True, id="initial"),
        pytest.param("ana ruiz", "tom ruiz", False, id="another"),
    ],
)
def test_names_of_one_person_share_their_words(one, other, same):
    assert is_same(one.split(), other.split()) is same
