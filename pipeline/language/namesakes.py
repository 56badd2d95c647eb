"""What a name stands for: a place or a person, ours or a namesake's, today's unit or a former one, or part of an office.

The words around a name decide: "xã Mỹ Bình" is not our phường Mỹ Bình, "Đông Hải (Cà Mau)" is elsewhere, "Thanh Sơn cũ"
is the old ward, "ca sĩ Thanh Sơn" nobody's ward, "UBND tỉnh Khánh Hòa" an office before it is a place.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.language.gazetteer import Entry, Role
from pipeline.language.normalise import Normal
from pipeline.records import PlaceMention

Hit = tuple[int, int, list[Entry]]
"""start and end in the normal text, and the entries of that name"""

KIND = re.compile(
    r"(?<!\w)(phường|phuong|xã|xa|thị trấn|thi tran|tt\.?|p\.|x\.|quận|quan|huyện|huyen|h\.|thị xã|thi xa|tx\.?|thành phố|thanh pho|tp\.?|tỉnh|tinh|"
    r"thủ đô|thu do|đặc khu|dac khu|thôn|thon|khu phố|khu pho|ấp|biển|bãi biển|vịnh|khu du lịch)(?: mới)? ?$"
)
_KIND_OF = {
    "p.": "phường", "x.": "xã", "tt": "thị trấn", "tt.": "thị trấn", "h.": "huyện", "tx": "thị xã", "tx.": "thị xã", "tp": "thành phố", "tp.": "thành phố",
    "phuong": "phường", "xa": "xã", "thi tran": "thị trấn", "quan": "quận", "huyen": "huyện", "thi xa": "thị xã", "thanh pho": "thành phố", "tinh": "tỉnh",
    "thu do": "thủ đô", "dac khu": "đặc khu", "thon": "thôn", "khu pho": "khu phố",
}  # fmt: skip
_UNIT_KINDS = {"phường", "xã", "thị trấn", "quận", "huyện", "thị xã", "thành phố", "tỉnh", "đặc khu"}
_FORMER = re.compile(r"^ ?[(,]? ?(?:cũ|cu|trước đây|truoc day|trước kia|ngày trước|xưa)(?!\w)")
_FORMER_BEFORE = re.compile(r"(?<!\w)(?:nguyên|cựu) ?$")
_CUE = re.compile(
    r"(?<!\w)(?:ở|o|tại|tai|phường|xã|khu phố|khu vực|khu|vùng|chợ|cho|cầu|trường|thcs|thpt|tiểu học|mầm non|mẫu giáo|trạm y tế|trạm|cảng|cảng cá|bến|biển|bãi|ubnd|"
    r"hđnd|về|từ|đến|qua|quanh|dân|người dân|bà con|ngư dân|nông dân|diêm dân|học sinh|gần|phía|đất|nghĩa trang|thôn|và|với|nối|cho|của|đình|chùa|làng|ở khu|quận|"
    r"huyện|lễ hội|đầm|cửa|đảng ủy|công an|mặt trận|hội|đoàn|nhà văn hóa|nho|-) ?$"
)
_PERSON = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|em|cô|chú|bác|cháu|bé|ca sĩ|nghệ sĩ|nhạc sĩ|bác sĩ|luật sư|tác giả|nhà báo|đường|phố|hẻm|công ty|tập đoàn|quán|ong) ?$"
)
_STREET = re.compile(r"(?<!\w)(?:đường|duong) $")
_ISSUER = re.compile(
    r"(?<!\w)(?:ubnd|hđnd|hdnd|ủy ban nhân dân|hội đồng nhân dân|mttq|công an|tòa án nhân dân|viện kiểm sát nhân dân|thuế|cục thuế|kho bạc|báo|đài|đài pt-th|báo và đài|"
    r"bảo hiểm xã hội(?: cơ sở)?|bhxh(?: cơ sở)?|(?:đội )?quản lý điện|doi quan ly dien|quan ly dien|điện lực|công ty [^,.;\n]{2,30}|sở [^,.;\n]{2,40}|so [^,.;\n]{2,30}|tỉnh ủy|đoàn đbqh|"
    r"bộ chỉ huy [^,.;\n]{2,20}|ban quản lý [^,.;\n]{2,30}|chi cục [^,.;\n]{2,30}|trường đại học|đại học|cao đẳng)(?: của)?(?: tỉnh| thành phố| tp\.?)? ?$"
)
_LOCAL_ISSUER = re.compile(
    r"(?<!\w)(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|công an|mttq|chợ|quản lý chợ|ban quản lý chợ) (?:phường|xã) ?$|chợ ?$"
)
_CONNECT = re.compile(
    r"^[ ,(\-]*(?:(?:cũ|trước đây|của|thuộc|ở|tại|tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|nay là)[ ,(\-]*)*(?:[^\W\d_]+ [^\W\d_]+(?: cũ)?[ ,(\-]+(?:tỉnh |thành phố |tp\.? |của |thuộc )*)?$"
)
_ADDRESS = re.compile(r"^ ?(?:cũ)?[,(\- ]{1,3}(?:thuộc |của )?(?:tỉnh )?$")


@dataclass(frozen=True, slots=True)
class _Read:
    """A hit with the entry meant; `said` when the words around call it former, `former` when it is no longer in force."""

    start: int
    end: int
    entry: Entry
    former: bool
    said: bool
    kind: str | None

    @property
    def abroad(self) -> bool:
        return self.entry.units == ("outside",)


def settle(ready: Normal, text: str, hits: list[Hit], on: dt.date | None) -> list[PlaceMention]:
    """Drop names of persons, send namesakes outside, tell offices and addresses from places."""
    chosen = [read for hit in hits if (read := _pick(ready, hit, on)) is not None]
    key = ready.key
    foreign: set[str] = set()
    for read, following in pairwise(chosen):
        joined = following.start - read.end <= 48 and _CONNECT.search(key[read.end : following.start])
        if read.entry.weak and following.abroad and joined:
            foreign.add(read.entry.name)
    anchored = any(not r.entry.weak and not r.abroad for r in chosen)
    abroad = any(r.abroad and not r.entry.weak for r in chosen)
    found: list[PlaceMention] = []
    last_end = 0
    for read in chosen:
        units, role = read.entry.units, read.entry.role
        before = key[max(0, read.start - 60) : read.start]
        gap, last_end = key[last_end : read.start], read.end
        if read.entry.weak and not read.abroad:
            if read.entry.name in foreign or (abroad and not anchored and not read.said):
                units = ("outside",)
            elif _STREET.search(before) and not ready.text[read.end + 1 : read.end + 2].isupper():
                role = "street"  # a road bears the name of where it leads
            elif not read.said and read.kind is None and not _is_place(ready, read, before, anchored or bool(found)):
                continue
        if read.abroad and read.kind in ("khu phố", "thôn", "phường", "xã", "ấp") and not read.entry.weak:
            continue  # "khu phố Phú Thọ" is no province
        if role == "place":
            role = _role(read, before, gap if found else None)
        where = ready.original(read.start, read.end)
        found.append(PlaceMention(where, text[where[0] : where[1]], units, read.entry.name, read.former, role))
    return found


def _role(read: _Read, before: str, gap: str | None) -> Role:
    """Whether the name stands for the place itself, within an office's name, or behind a nearer place as its address."""
    wide = read.entry.units[0] in ("khanh_hoa", "other_khanh_hoa", "outside")
    if _ISSUER.search(before) and not _LOCAL_ISSUER.search(before) and (wide or read.kind is None):
        return "issuer"
    if read.entry.units == ("khanh_hoa",) and not read.said and gap is not None and _ADDRESS.search(gap):
        return "address"
    return "place"


def _pick(ready: Normal, hit: Hit, on: dt.date | None) -> _Read | None:
    """The entry that is meant, None when the kind word says that it is another place."""
    start, end, entries = hit
    before, after = ready.key[max(0, start - 24) : start], ready.key[end : end + 16]
    match = KIND.search(before)
    kind = _KIND_OF.get(match.group(1), match.group(1)) if match else None
    said = bool(_FORMER.search(after) or _FORMER_BEFORE.search(before))
    fitting = [e for e in entries if kind in _norm(e.kinds)] if kind else []
    if kind in _UNIT_KINDS and not fitting and all(e.kinds for e in entries):
        if all(e.weak for e in entries):
            return _Read(start, end, replace(entries[0], units=("outside",)), False, False, kind)
        if kind in ("huyện", "quận") and not any(e.units == ("outside",) for e in entries):
            return None
    pool = fitting or entries
    if said:
        pool = [e for e in pool if e.until is not None] or pool
        return _Read(start, end, pool[0], True, True, kind)
    current = [e for e in pool if e.in_force(on)] or [e for e in entries if e.in_force(on) and not fitting]
    if current:
        return _Read(start, end, current[0], False, False, kind)
    past = [e for e in pool if e.until is not None and (on is None or e.until <= on)]
    if past:
        return _Read(start, end, max(past, key=lambda e: e.until or dt.date.max), True, False, kind)
    return _Read(start, end, pool[0], False, False, kind)


def _norm(kinds: tuple[str, ...]) -> set[str]:
    return {_KIND_OF.get(k, k) for k in kinds}


def _is_place(ready: Normal, read: _Read, before: str, others: bool) -> bool:
    """Whether a common name stands for a place: by the word before it, or among others; never in a longer name."""
    if _PERSON.search(before):
        return False
    after = ready.text[read.end : read.end + 2]
    if after[:1] == " " and after[1:2].isupper():
        return False
    if _CUE.search(before):
        return True
    word = re.search(r"([^\W\d_]+) $", ready.text[max(0, read.start - 20) : read.start])
    if word and word.group(1)[:1].isupper() and word.start() > 0 and not word.group(1).isupper():
        return False
    edge = ready.text[max(0, read.start - 2) : read.start].strip()
    return others or not word or edge in ("", ",", ":", ".", "(", "“", '"')
