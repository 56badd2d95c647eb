"""One text as the comparison sees it: its words as concepts, its values, its clauses, all with offsets.

A text written without diacritics is read through folded forms, any other through exact ones, because folding makes
"phải", "phai" and "phái" one word. Nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, wraps
from importlib.resources import files
from typing import TypeVar, cast

import ahocorasick

from pipeline.check.tables import PER_USE, Cell, cells, unit_before
from pipeline.language.normalise import fold
from pipeline.language.places import Gazetteer
from pipeline.language.values import values
from pipeline.records import Span, Value

T = TypeVar("T")
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*", re.UNICODE)
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")
_SENTENCE_END = re.compile(r"[;\n]|[.!?…](?=\s|$)")
_CLAUSE_END = re.compile(r"[;\n]|[.!?…](?=\s|$)|(?<!\d),(?=\s)|:(?=\s)")

PLAIN = 0.6
"""weight of a word the thesaurus does not know: below a concept's, because most things have names of two words"""

STOP = frozenset(
    [
        "là",
        "và",
        "các",
        "những",
        "của",
        "cho",
        "với",
        "thì",
        "mà",
        "này",
        "đó",
        "ấy",
        "kia",
        "đã",
        "đang",
        "sẽ",
        "vừa",
        "cũng",
        "vẫn",
        "còn",
        "lại",
        "rồi",
        "nên",
        "vì",
        "do",
        "bởi",
        "để",
        "từ",
        "đến",
        "tới",
        "tại",
        "ở",
        "trong",
        "ngoài",
        "trên",
        "dưới",
        "vào",
        "ra",
        "về",
        "theo",
        "như",
        "hoặc",
        "hay",
        "cùng",
        "một",
        "hai",
        "ba",
        "bốn",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mỗi",
        "từng",
        "mọi",
        "tất",
        "cả",
        "khi",
        "nếu",
        "trừ",
        "đối",
        "sau",
        "trước",
        "nay",
        "ngày",
        "tháng",
        "quý",
        "giờ",
        "phút",
        "đồng",
        "nghìn",
        "ngàn",
        "triệu",
        "tỷ",
        "tỉ",
        "trăm",
        "được",
        "bị",
        "phải",
        "không",
        "chưa",
        "có",
        "việc",
        "số",
        "lượng",
        "phần",
        "chỉ",
        "riêng",
        "thêm",
        "hơn",
        "nữa",
        "đều",
        "gồm",
        "kể",
        "lúc",
        "nơi",
        "đây",
        "bằng",
        "qua",
        "giữa",
        "khoảng",
        "gần",
        "tròn",
        "đủ",
        "hết",
    ]
)


def fold_keep(text: str) -> str:
    """Folded text of the same length, so that offsets stay true."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join((fold(c) or " ")[:1] for c in text)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase as a concept, its weight for saying what a text is about, and where it stands."""

    key: str
    weight: float
    span: Span


class _Concepts:
    """Phrases of the thesaurus with what they mean: found in one Aho–Corasick pass, whole words, the longest first."""

    def __init__(self, table: dict[str, tuple[str, float]]) -> None:
        """`table`: (concept, weight) by phrase."""
        self.table = table
        self._automaton = ahocorasick.Automaton()
        for phrase in table:
            self._automaton.add_word(phrase, phrase)
        self._automaton.make_automaton()

    def find(self, key: str) -> list[tuple[int, int, str]]:
        """(start, end, phrase) from left to right, none overlapping."""
        hits = [(last + 1 - len(phrase), last + 1, phrase) for last, phrase in self._automaton.iter(key)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[tuple[int, int, str]] = []
        reached = 0
        for start, end, phrase in hits:
            if start >= reached and not (start and _in_word(key[start - 1])) and not _in_word(key[end : end + 1]):
                found.append((start, end, phrase))
                reached = end
        return found


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


@cache
def _thesaurus() -> tuple[_Concepts, _Concepts]:
    """With diacritics and without."""
    exact: dict[str, tuple[str, float]] = {}
    bare: dict[str, tuple[str, float]] = {}
    source = files("pipeline.check").joinpath("thesaurus.tsv").read_text("utf-8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        concept, weight, phrases = line.split("\t")
        for phrase in phrases.split("|"):
            exact[phrase] = (concept, float(weight))
            if " " in phrase or len(phrase) > 3:
                bare.setdefault(fold(phrase), (concept, float(weight)))

    return _Concepts(exact), _Concepts(bare)


_NO = re.compile(r"(?<!\(\?<!)không(?![^()]*\)\(\?<)")
_NO_OF_THE_SOUTH = "(?:không|hổng|hông|chẳng)"
"""letters of southern readers say no in other words; lookbehinds keep the one form, their width is fixed"""


class Phrases:
    """A closed list of phrases to find in a reading, exact or folded as the reading was written."""

    def __init__(self, *phrases: str) -> None:
        """Phrases are regular expressions over lower-case text with diacritics."""
        joined = _NO.sub(_NO_OF_THE_SOUTH, "|".join(sorted(phrases, key=len, reverse=True)))
        self._exact = re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
        self._bare = re.compile(rf"(?<!\w)(?:{fold(joined)})(?!\w)")

    def finditer(self, reading: Reading, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches in the reading's key between two offsets."""
        stop = len(reading.key) if end is None else end
        return (self._bare if reading.bare else self._exact).finditer(reading.key, start, stop)

    def first(self, reading: Reading, start: int = 0, end: int | None = None) -> Span | None:
        """Where the first phrase stands, or None."""
        if start or end is not None:
            return next((m.span() for m in self.finditer(reading, start, end)), None)
        if self not in reading.memo:
            found = (self._bare if reading.bare else self._exact).search(reading.key)
            reading.memo[self] = found.span() if found else None
        return cast("Span | None", reading.memo[self])


class Reading:
    """A text with everything the comparison asks of it, computed once and lazily."""

    def __init__(
        self, text: str, on: dt.date | None = None, gazetteer: Gazetteer | None = None, heading: str = ""
    ) -> None:
        """`on` resolves "năm nay", "thứ Hai tới"; places need a gazetteer; `heading` names the columns of a table row."""
        self.text = text
        self.on = on
        self.gazetteer = gazetteer
        self.heading = heading
        self.exact = text.lower() if len(text.lower()) == len(text) else text
        self.bare = not _MARKED.search(self.exact)
        self.key = fold_keep(text) if self.bare else self.exact
        self.memo: dict[object, object] = {}

    @cached_property
    def folded(self) -> str:
        """The folded text, same length."""
        return fold_keep(self.text)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Quantities, dates, references and places, in the order of the text."""
        read = values(self.text, self.on, self.gazetteer)
        free = [v for v in read if not any(a < v.span[1] and v.span[0] < b for a, b in self.columns)]
        return tuple(
            sorted(
                [*map(self._lasting, map(self._per_use, free)), *(c.value for c in self._cells)], key=lambda v: v.span
            )
        )

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        return tuple(
            replace(c, value=replace(c.value, period=c.value.period or "use")) if c.per_use else c
            for c in cells(self.heading, self.text)
        )

    @cached_property
    def columns(self) -> dict[Span, tuple[Term, ...]]:
        """What stands at the head of the column of each number of a table row."""
        return {c.value.span: Reading(c.column).terms for c in self._cells}

    @cached_property
    def heads(self) -> dict[Span, tuple[str, str]]:
        """Name and unit of the column of each number of a table row, as printed."""
        return {c.value.span: (c.column, c.unit) for c in self._cells}

    def shown(self, value: Value) -> str:
        """A value as a person says it: as printed, a bare number of a table row with the unit of its column or its row."""
        _, unit = self.heads.get(value.span, ("", unit_before(self.text, value)))
        return f"{value.text}{'' if unit == '%' else ' '}{unit}" if unit else value.text

    def _per_use(self, value: Value) -> Value:
        """A price for each use ("đồng một lượt", "đồng/xe/lượt") is another thing than one for a month."""
        if self.bare and value.kind == "money" and value.unit and _UNSURE.search(value.text.lower()):
            value = replace(value, unit=None)
        if value.kind != "money" or value.period is not None:
            return value
        if value.unit == "lượt":
            return replace(value, unit=None, period="use")
        used = PER_USE.search(value.text) or PER_USE.match(self.text, value.span[1])
        return replace(value, period="use") if used else value

    def _lasting(self, value: Value) -> Value:
        """ "trong 24 giờ", "quá 24 giờ" say how long, not at what hour."""
        hours = _HOURS.fullmatch(value.text.strip()) if value.kind == "time" else None
        if hours is None or not isinstance(value.value, str):
            return value
        before = _FOR_SO_LONG.search(self.key[max(0, value.span[0] - 14) : value.span[0]])
        if before is None or (before["past"] and value.value != "24:00"):
            return value
        return replace(value, kind="duration", value=f"PT{int(value.value[:2])}H")

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Spans between commas, semicolons, colons and full stops."""
        cuts = [0] + [m.end() for m in _CLAUSE_END.finditer(self.text)] + [len(self.text)]
        spans = itertools.pairwise(cuts)
        return tuple((a, b) for a, b in spans if self.text[a:b].strip(" ,;:.\n"))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Concepts and plain words outside values, in the order of the text."""
        exact, bare = _thesaurus()
        concepts = bare if self.bare else exact
        taken = [v.span for v in self.values if v.kind not in ("place", "number")]
        found: list[Term] = []
        at = 0
        for start, end, phrase in [*concepts.find(self.key), (len(self.key), 0, "")]:
            for word in _WORD.finditer(self.key, at, start):
                token = word.group()
                if token not in STOP and not (self.bare and token in _BARE_STOP) and not token[0].isdigit():
                    plain = _plain(token)
                    found.append(Term(plain, PLAIN if len(plain) > 1 else 0.1, word.span()))
            if phrase:
                concept, weight = concepts.table[phrase]
                found.append(Term("@" + concept, weight, (start, end)))
                at = end
        kept = (t for t in found if not any(a <= t.span[0] < b for a, b in taken))
        return tuple(
            t
            for t in kept
            if not (t.key in _KINDS and _OTHER_THAN.search(self.key[max(0, t.span[0] - 16) : t.span[0]]))
        )

    @cached_property
    def keys(self) -> frozenset[str]:
        """What the text says, whatever its weight."""
        return keys_of(self.terms)

    @cached_property
    def weights(self) -> dict[str, float]:
        """Each key with the weight of its heaviest term."""
        return weights_of(self.terms)

    def terms_in(self, start: int, end: int) -> tuple[Term, ...]:
        """Terms that begin between two offsets."""
        return tuple(t for t in self.terms if start <= t.span[0] < end)

    def sentence_of(self, offset: int) -> Span:
        """The part between full stops and semicolons that holds an offset."""
        start = max((m.end() for m in _SENTENCE_END.finditer(self.text, 0, offset)), default=0)
        return start, next((m.start() for m in _SENTENCE_END.finditer(self.text, offset)), len(self.text))

    def clause_of(self, offset: int) -> Span:
        """The clause that holds an offset."""
        return next((c for c in self.clauses if c[0] <= offset < c[1]), (0, len(self.text)))


_plain = lru_cache(maxsize=50_000)(fold)
"""the words of a language are few"""
_UNSURE = re.compile(r"(?:chau|can|bo|to|tam)$")
"""units that without diacritics may be several: chậu and cháu, căn and cân, bộ and bò"""
_HOURS = re.compile(r"[\w ]+ (?:giờ|tiếng|gio|tieng)", re.IGNORECASE)
_FOR_SO_LONG = re.compile(r"(?:(?P<past>quá|qua)|trong(?: vòng)?|suốt|đủ|suot|du) $")
_KINDS = frozenset(
    "@" + k
    for k in ["an_uong", "luu_tru", "kinh_doanh", "ho_ngheo", "can_ngheo", "mat_tien", "hem", "hoc_sinh", "khuyet_tat"]
)
_OTHER_THAN = re.compile(r"(?:không phải(?: là)?|không thuộc|ngoài|khong phai(?: la)?)\s$")
"""'tiệm không phải ăn uống' is about the other shops"""
_BARE_STOP = frozenset(fold(w) for w in STOP)


def sayable(wanted: tuple[Term, ...], said: Reading) -> tuple[Term, ...]:
    """Of the words of a passage those a text can be seen to say: without diacritics "đò" is lost among the small words."""
    return tuple(t for t in wanted if t.key not in _BARE_STOP) if said.bare else wanted


def bare_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """`sayable` for terms that were counted before."""
    return {key: weight for key, weight in weights.items() if key not in _BARE_STOP}


def remembered(read: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """What `read` finds in a reading, worked out once: a claim meets a dozen passages, a passage thousands of claims."""

    @wraps(read)
    def once(reading: Reading) -> T:
        if read not in reading.memo:
            reading.memo[read] = read(reading)
        return cast("T", reading.memo[read])

    return once


def keys_of(terms: tuple[Term, ...]) -> frozenset[str]:
    """The keys of terms."""
    return frozenset([t.key for t in terms])


def weights_of(terms: tuple[Term, ...]) -> dict[str, float]:
    """Each key with the weight of its heaviest term."""
    seen: dict[str, float] = {}
    for term in terms:
        if seen.get(term.key, 0.0) <= term.weight:
            seen[term.key] = term.weight
    return seen


def share(wanted: tuple[Term, ...], offered: tuple[Term, ...]) -> float:
    """Share of the weight of `wanted` that `offered` also says (0 when nothing is wanted)."""
    return share_of(weights_of(wanted), {t.key for t in offered})


def share_of(wanted: Mapping[str, float], keys: Set[str]) -> float:
    """`share` for terms that were counted before."""
    total = sum(wanted.values())
    return sum([w for k, w in wanted.items() if k in keys]) / total if total else 0.0
