"""Mentions: the words of a sentence that speak of somebody, by what they make of them, and the names among them."""

from collections.abc import Mapping

from mediaframe.reader.naming import HONORIFICS, PARTICLES, given_names
from mediaframe.reader.tokens import Tokens

OFFICIAL, POLITICIAN, ORGANISATION = "official", "politician", "organisation"
EXPERT, PERSON, PRESS = "expert", "person", "press"
DOCUMENT, GROUP, UNKNOWN = "document", "group", "unknown"
STATUSES = (OFFICIAL, POLITICIAN, ORGANISATION, EXPERT, PERSON, PRESS, DOCUMENT, GROUP, UNKNOWN)
"""What a source is, as the article tells it."""

OFFICE, TITLE, PRESIDING, ROLE = "office", "title", "presiding", "role"
BODY, PANEL, PUBLIC = "body", "panel", "public"
MANAGING, JOURNALIST = "managing", "journalist"
COUNTRY, NATIONALITY, PARTISAN = "country", "nationality", "partisan"
FORMER, STATEMENT, PRONOUN = "former", "statement", "pronoun"

PRIVATE = frozenset((POLITICIAN, ORGANISATION, EXPERT, PERSON))
"""Who holds no office."""

PEOPLE = frozenset(
    (
        OFFICE,
        TITLE,
        PRESIDING,
        ROLE,
        MANAGING,
        JOURNALIST,
        POLITICIAN,
        EXPERT,
        PERSON,
        PARTISAN,
        FORMER,
    )
)
"""Kinds of words for a person."""

TITLES = PEOPLE | {ORGANISATION, PRESS}
"""Kinds of words that may stand before a name or explain one: the reporter Ana Ruiz, the firm Halven Steel."""

_KINDS = {
    kind: kind
    for kind in (
        *TITLES, BODY, PANEL, PUBLIC, COUNTRY, NATIONALITY, STATEMENT, PRONOUN, DOCUMENT, GROUP
    )
} | {"authority": BODY, "masthead": PRESS, "titular": OFFICE, "trade": ORGANISATION}  # fmt: skip
"""Kind of a word by the class of the lexicon that has it."""

_NOTED = frozenset(("campaigning", "chairing", "governing", "monetary"))
_CAPITAL = frozenset(("authority", "masthead", "titular", "trade", COUNTRY, NATIONALITY))
_SURNAMES = frozenset(
    """king judge justice constable dean bishop pastor cardinal guard champion star coach chief major
    speaker governor marshal court congress bench chancellor""".split()
)
"""Titles and bodies that are surnames as well: Larry King."""
_IN_NAMES = frozenset((GROUP, PERSON, DOCUMENT, STATEMENT))
_OPENING = frozenset("\" “ „ « ‘ ' : ! ? …".split())
"""Marks after which a capital tells nothing."""
_MAY_BE_NAMES = _IN_NAMES | {COUNTRY}
_NO_NAMES = HONORIFICS | frozenset(
    """the a an in on at it he she they we i you and but or however meanwhile as for to by from
    with of after before this that these those there here when while if not yes no since
    although though under about over its his her their our my your what who why how where which
    both all some many most more one two three four five six seven eight nine ten according
    earlier later last monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december i'm i've we're it's
    don't that's they're he's she's there's another several senior top local visiting few other
    new old young veteran longtime unnamed anonymous prominent leading conservative liberal recent
    outgoing incoming acting interim incumbent embattled
    only even still just then now again both neither either such every each any""".split()
)
ARTICLES = frozenset(
    "the a an one its his her their our local officials police he she they".split()
)
"""Words with which a source may begin, beside names and titles."""

_ENDING = PARTICLES | {"&", "."}
"""What may stand in a name beside its capitalised words."""

SHORT_ACRONYM = 4  # letters
LONGEST_NAME = 8  # words


class Roles:
    """Which kind of source each token of a sentence speaks of, if any."""

    __slots__ = (
        "at",
        "begins",
        "campaigning",
        "chairing",
        "governing",
        "monetary",
        "names",
        "surnames",
        "tokens",
    )

    def __init__(self, tokens: Tokens) -> None:
        """Look through the terms found."""
        words, forms = tokens.words, tokens.forms
        at, begins, has_doubt = [""] * len(words), set(), False
        self.campaigning = 0  # words of an election campaign
        self.monetary = 0  # words of what central banks decide on
        self.governing: list[int] = []  # verbs of being in control of a territory
        self.chairing: list[int] = []  # verbs of heading something
        kind_of = _KINDS.get
        for cue_class, first, last in tokens.matches:
            kind = kind_of(cue_class)
            if kind is None:
                if cue_class in _NOTED:
                    self._note(cue_class, first)
            elif cue_class not in _CAPITAL or _is_proper(forms, first, last, cue_class):
                if kind == PRONOUN and at[first]:
                    continue  # the WHO
                begins.add(first)
                at[first] = kind
                if last > first + 1:
                    at[first:last] = [kind] * (last - first)
                has_doubt = has_doubt or kind in _MAY_BE_NAMES or words[first] in _SURNAMES
        self.tokens = tokens
        self.begins = begins
        capitals = tokens.capitals
        self.names = [n for n in capitals if not at[n] and words[n] not in _NO_NAMES]
        """Capitalised words that are no known ones, in order."""
        self.surnames = set(self.names)
        """What may end a name that has begun: `Valeska Paris`."""
        if has_doubt and len(capitals) > len(self.names):
            self._take_up_names([n for n in capitals if at[n]], at)
        self.at = tuple(at)

    def _note(self, cue_class: str, first: int) -> None:
        if cue_class == "campaigning":
            self.campaigning += 1
        elif cue_class == "monetary":
            self.monetary += 1
        elif cue_class == "governing":
            self.governing.append(first)
        elif cue_class == "chairing":
            self.chairing.append(first)

    def _take_up_names(self, known: list[int], at: list[str]) -> None:
        """Take known words with a capital for names where they are: `Valeska Paris`, `Larry King`, `Students for Life`."""
        words, forms, count = self.tokens.words, self.tokens.forms, len(self.names)
        for n in known:
            kind = at[n]
            if kind == COUNTRY and forms[n].isalpha():
                self.surnames.add(n)
            elif n and (
                (words[n] in _SURNAMES and self._is_surname(n))
                or (kind in _IN_NAMES and self._is_in_name(n))
            ):
                at[n] = ""
                self.names.append(n)
                self.surnames.add(n)
        if len(self.names) > count:
            self.names.sort()

    def _is_in_name(self, position: int) -> bool:
        """Whether a word for people or papers has a capital although it opens nothing: Students for Life."""
        return position in self.begins and self.tokens.words[position - 1] not in _OPENING

    def _is_surname(self, position: int) -> bool:
        """Whether a title is the surname of a given name or honorific before it."""
        words, before = self.tokens.words, position - 1
        return (
            position + 1 not in self.surnames
            and (words[before] in HONORIFICS or words[before] in given_names())
            and not self.tokens.forms[before].endswith(("'s", "’s"))
        )

    def is_name(self, position: int) -> bool:
        """Whether a capitalised word stands there that is no known one."""
        return position in self.surnames and not self.at[position]


def _is_proper(forms: tuple[str, ...], first: int, last: int, cue_class: str) -> bool:
    """Whether a term that is a name only with a capital has one: `us` is no country, `Ice` at the beginning no authority."""
    form = forms[first]
    if last - first > 1:
        return form[0].isupper() or forms[last - 1][0].isupper()
    is_doubtful = cue_class == "authority" and len(form) <= SHORT_ACRONYM and first == 0
    return form.isupper() if is_doubtful else form[0].isupper()


def find_names(roles: Roles) -> list[tuple[int, int]]:
    """Return runs of capitalised words that are no known ones, with initials and particles; a lone word that opens a sentence or quotation is none."""
    words, forms, end = roles.tokens.words, roles.tokens.forms, 0
    found: list[tuple[int, int]] = []
    for first in roles.names:
        if first < end:
            continue
        end = end_of_name(roles, first)
        if (
            end > first + 1
            or not (first == 0 or words[first - 1] in _OPENING)
            or (forms[first].isupper() and len(words[first]) > 1)  # an acronym
        ):
            found.append((first, end))
    return found


def ends_of_names(roles: Roles, *, opens: bool) -> dict[int, int]:
    """Return where each name ends, by where it begins; where title case opens an article it tells of none."""
    names = dict(find_names(roles)) if roles.names else {}
    return {} if opens and _is_title_case(names, roles) else names


def _is_title_case(names: Mapping[int, int], roles: Roles) -> bool:
    known = sum(1 for n in roles.begins if roles.tokens.forms[n][0].isupper())
    return 2 * (sum(last - first for first, last in names.items()) + known) > len(
        roles.tokens.words
    )


def end_of_name(roles: Roles, first: int) -> int:
    """Return where the name ends that begins at a token."""
    words, forms, surnames = roles.tokens.words, roles.tokens.forms, roles.surnames
    last = first + 1
    if last not in surnames and (last == len(words) or words[last] not in _ENDING):
        return last  # as most are a surname alone
    length = min(len(words), first + LONGEST_NAME)
    while last < length:
        if (
            (last in surnames and not forms[last - 1].endswith(("'s", "’s")))
            or words[last] in PARTICLES
            or words[last] == "&"
        ):
            last += 1
        elif words[last] == "." and len(words[last - 1]) == 1 and last + 1 in surnames:
            last += 2
        else:
            break
    while last > first + 1 and (words[last - 1] in PARTICLES or words[last - 1] == "&"):
        last -= 1
    return last
