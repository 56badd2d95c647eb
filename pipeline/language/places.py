"""Places with dates: which of today's units a text names, by which words, and which ones an article is about.

Names are found with one Aho–Corasick pass over the normal text; `namesakes` decides what each one stands for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import ahocorasick

from pipeline.language import gazetteer
from pipeline.language.gazetteer import Entry, GazetteerBroken
from pipeline.language.namesakes import KIND, Hit, settle
from pipeline.language.normalise import Normal, has_marks, normal, unmarked
from pipeline.records import PlaceMention

__all__ = ["Gazetteer", "GazetteerBroken"]

_OUTSIDE = "outside"
_PROVINCE = "khanh_hoa"
_OTHER = "other_khanh_hoa"
_OURS = ("phan_rang", "dong_hai", "ninh_chu", "bao_an", "do_vinh")
_WHOLE_PROVINCE = re.compile(r"(?<!\w)(?:toàn tỉnh|cả tỉnh|hđnd tỉnh|hội đồng nhân dân tỉnh|sở giáo dục)(?!\w)")
_PROVINCE_WORDS = re.compile(
    r"(?<!\w)(?:(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|công an|đảng bộ) tỉnh|toàn tỉnh|trên địa bàn tỉnh|(?:của|ở|trong|cả) tỉnh|ngân sách tỉnh|tỉnh ta|tỉnh nhà|"
    r"sở (?:giáo dục|y tế|xây dựng|nông nghiệp|nội vụ|tài chính|công thương|tư pháp|văn hóa|khoa học|du lịch)|ngành giáo dục)(?!\w)"
)
_COUNTRY = re.compile(
    r"(?<!\w)(?:cả nước|toàn quốc|trong nước|bộ ngành|các bộ|chính phủ|thủ tướng|quốc hội|trung ương|miền (?:trung|bắc|nam|tây)|thế giới|nước ta|việt nam)(?!\w)"
)
_RESIDENT = re.compile(r"(?<!\w)(?:tôi|tui|khu phố|tổ dân phố|xóm)(?!\w)")
_ORIGIN = re.compile(r"(?<!\w)(?:nho|táo|tỏi|muối|vườn|ruộng|quanh|giàn|vùng)(?!\w)[^.,;:\n]{0,12}$", re.IGNORECASE)


def _only_as_region(text: str, mentions: list[PlaceMention]) -> bool:
    """Whether "Phan Rang" is only where goods come from ("nho đỏ Phan Rang", "vườn quanh Phan Rang") and never the ward."""
    named = [m for m in mentions if m.units == ("phan_rang",) and m.role in ("place", "street")]
    return bool(named) and all(
        m.name == "Phan Rang" and _ORIGIN.search(text[max(0, m.span[0] - 24) : m.span[0]]) for m in named
    )


class Gazetteer:
    """Names of places in force between dates. Build once; reading is thread-safe."""

    def __init__(self, entries: tuple[Entry, ...], streets: tuple[str, ...] = ()) -> None:
        """Entries in order of precedence (an office's own first)."""
        self.streets = streets
        self._marked: dict[str, list[Entry]] = {}
        self._bare: dict[str, list[Entry]] = {}
        for name, found in gazetteer.by_name(entries).items():
            key = normal(name).key
            for spelling in dict.fromkeys(
                (
                    key,
                    key.replace(" - ", "-"),
                    key.replace(" - ", " "),
                    key.replace("-", " - ") if " - " not in key else key,
                )
            ):
                self._marked.setdefault(spelling, []).extend(found)
                self._bare.setdefault(unmarked(spelling), []).extend(found)
        self._find_marked = _automaton(self._marked)
        self._find_bare = _automaton(self._bare)

    @classmethod
    def builtin(cls) -> Gazetteer:
        """The gazetteer of the package."""
        global _BUILTIN
        if _BUILTIN is None:
            _BUILTIN = cls(*gazetteer.builtin())
        return _BUILTIN

    @classmethod
    def from_toml(cls, path: Path) -> Gazetteer:
        """The built-in gazetteer with an office's additions, which win over it. Raises GazetteerBroken in Vietnamese."""
        own, own_streets = gazetteer.from_file(Path(path))
        entries, streets = gazetteer.builtin()
        return cls(own + entries, own_streets + streets)

    # ------------------------------------------------------------- reading
    def find(self, text: str, on: dt.date | None = None) -> list[PlaceMention]:
        """Places named in the text, in order, as of a day (None: with today's names)."""
        ready = normal(text)
        hits = self._hits(ready)
        return settle(ready, text, hits, on) if hits else []

    def units(self, text: str, on: dt.date | None = None) -> tuple[str, ...]:
        """Today's unit codes that the text names, in order; offices and addresses only when nothing else is named."""
        return _named(self.find(text, on))

    def about(self, title: str, text: str, on: dt.date | None = None) -> tuple[str, ...]:
        """The units an article is about: what title and text name, without what they only pass through.

        Where none is named: the province when its offices act, "outside" when the country is spoken of and no resident
        speaks, else nothing.
        """
        whole = f"{title}\n{text}"
        mentions = self.find(whole, on)
        heads = [m for m in mentions if m.span[1] <= len(title)]
        top = dict.fromkeys(u for m in heads if m.role == "place" for u in m.units)
        street_top = any(m.role == "street" for m in heads)
        near_top = street_top or any(u not in (_OUTSIDE, _PROVINCE) for u in top)
        counts = Counter(m.units[0] for m in mentions if m.role == "place")
        if list(top) == [_OUTSIDE] and not any(n > 2 for u, n in counts.items() if u != _OUTSIDE):
            return (_OUTSIDE,)
        found = dict.fromkeys([*top, *(u for m in mentions if m.role in ("place", "area") for u in m.units)])
        if _only_as_region(whole, mentions) and any(u in found for u in _OURS[1:]):
            del found["phan_rang"]
        if not near_top:
            found |= dict.fromkeys(u for m in mentions if m.role == "river" for u in m.units)
        if street_top or not any(u in _OURS for u in found):
            found |= dict.fromkeys(u for m in mentions if m.role == "street" for u in m.units)
        ours = [u for u in found if u in _OURS]
        if _OUTSIDE in found and (ours or _OTHER in found) and _OUTSIDE not in top:
            del found[_OUTSIDE]
        if _OTHER in found and (_PROVINCE in found or street_top) and _OTHER not in top and counts[_OTHER] < 2:
            del found[_OTHER]
        if _PROVINCE in found and ((near_top and _PROVINCE not in top) or (ours and _PROVINCE in top)):
            del found[_PROVINCE]
        if found:
            if set(found) <= set(_OURS) and len(ours) == 1 and _WHOLE_PROVINCE.search(normal(whole).key):
                found[_PROVINCE] = None
            return tuple(found)
        if named := _named(mentions):
            return named
        key = normal(whole).key
        if _PROVINCE_WORDS.search(key):
            return (_PROVINCE,)
        return (_OUTSIDE,) if _COUNTRY.search(key) and not _RESIDENT.search(key) else ()

    def _hits(self, ready: Normal) -> list[Hit]:
        """Longest names at word boundaries, not overlapping."""
        found: list[Hit] = []
        for last, name in self._find_marked.iter(ready.key):
            found.append((last + 1 - len(name), last + 1, self._marked[name]))
        position = 0
        for line in ready.text.split("\n"):
            if line and not has_marks(line):
                for last, name in self._find_bare.iter(ready.bare[position : position + len(line)]):
                    found.append((position + last + 1 - len(name), position + last + 1, self._bare[name]))
            position += len(line) + 1
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[Hit] = []
        for hit in found:
            if (not kept or hit[0] >= kept[-1][1]) and _is_name(ready, hit[0], hit[1], hit[2][0]):
                kept.append(hit)
        return kept


_BUILTIN: Gazetteer | None = None


def _automaton(names: dict[str, list[Entry]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def _is_name(ready: Normal, start: int, end: int, entry: Entry) -> bool:
    """Whether the hit stands on word boundaries and is written as a name."""
    text = ready.text
    if (start and (text[start - 1].isalnum() or text[start - 1] == "_")) or (
        end < len(text) and (text[end].isalnum() or text[end] == "_")
    ):
        return False
    if not entry.name[0].isupper() or text[start].isupper():
        return True
    return (
        not has_marks(text[start:end])
        and unmarked(entry.name) != entry.name
        and bool(KIND.search(ready.key[max(0, start - 14) : start]))
    )


def _named(mentions: list[PlaceMention]) -> tuple[str, ...]:
    """Units of the surest kind of mention there is; an area ("năm phường khu vực Phan Rang") always counts."""
    for roles in (("place", "area"), ("street",), ("river",), ("work",)):
        if near := [m for m in mentions if m.role in roles]:
            return tuple(dict.fromkeys(u for m in near for u in m.units))
    return tuple(dict.fromkeys(u for m in mentions for u in m.units))
