"""Places of a claim beside those of a passage, as units of the claim's day."""

from __future__ import annotations

import re

from pipeline.check.reading import Phrases, Reading, remembered
from pipeline.records import Difference, Evidence, Value

_OF_A_WARD = re.compile(r"phường|xã|đặc khu|thị trấn", re.IGNORECASE)
_LANDMARK = re.compile(
    r"(?:sông|biển|đèo|vịnh|đầm|cảng|chợ|đường|cầu|trường|bãi|núi|hồ|ga|tháp|kênh|mũi)\s", re.IGNORECASE
)
_OF_A_THING = re.compile(r"(?:trạm|bưu điện|bến|kho|đập|cống|khách sạn|công ty|tuyến)\s\Z", re.IGNORECASE)
"""'trạm Tân Mỹ' is a gauge, wherever it stands"""
_PART = re.compile(r"(?:trong đó|riêng|trong số đó|kể cả|nhất là)[^.;]{0,20}\Z", re.IGNORECASE)
"""'2.315 tàu, trong đó phường Đông Hải 642 tàu': the place is a part of what is counted, not where the rule holds"""
_BETWEEN = re.compile(r"[\s,;]*(?:(?:và|cùng|với|hoặc|hay|các|phường|xã)\s+)*", re.IGNORECASE)
WIDE = Phrases(
    r"toàn tỉnh",
    r"cả tỉnh",
    r"(?:mọi|tất cả(?: các)?|toàn bộ(?: các)?) (?:xã, phường|phường, xã|xã phường)",
    r"trên địa bàn tỉnh",
    r"trong tỉnh",
    r"toàn thành phố",
    r"cả nước",
    r"toàn quốc",
    r"khắp tỉnh",
)


@remembered
def units(reading: Reading) -> dict[str, Value]:
    """Today's units named in a text, with the first mention of each."""
    found: dict[str, Value] = {}
    for value in reading.values:
        if value.kind != "place" or _LANDMARK.match(value.text):
            continue
        if _OF_A_THING.search(reading.text[max(0, value.span[0] - 16) : value.span[0]]):
            continue
        for unit in value.value if isinstance(value.value, tuple) else (value.value,):
            found.setdefault(str(unit), value)
    return found


def at_home(said: Reading, claim_places: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether claim or article name a place the document holds for (the province at large is no ward)."""
    named = set(units(said)) | set(claim_places)
    return not evidence.places or bool(named & set(evidence.places))


def elsewhere(said: Reading, rule: Reading, evidence: Evidence, claim_places: tuple[str, ...]) -> bool:
    """Whether the claim is about places the document does not hold for at all."""
    document = set(evidence.places)
    if (set(units(said)) or set(claim_places)) == {"outside"}:
        return True
    if not evidence.document:
        mine, theirs = set(units(said)), set(units(rule))
        return bool(mine and theirs) and not mine & theirs and "khanh_hoa" not in mine | theirs
    if not document or "khanh_hoa" in document:
        return False
    own = set(units(said))
    if own and own <= {"khanh_hoa"} and WIDE.first(said) is None and _OF_A_WARD.search(evidence.issuer):
        return True
    named = own or set(claim_places)
    return bool(named) and not named & document and "khanh_hoa" not in named


def other_places(said: Reading, rule: Reading, evidence: Evidence) -> Difference | None:
    """The claim extends the rule to a unit that passage and document leave out."""
    mine = units(said)
    theirs = {unit: value for unit, value in units(rule).items() if not _PART.search(rule.text[: value.span[0]])}
    whole = WIDE.first(said)
    covered = set(theirs)
    if not covered or "khanh_hoa" in covered or "khanh_hoa" in evidence.places:
        return None
    official = _row(rule, list(theirs.values()))
    if whole is not None and WIDE.first(rule) is None:
        return Difference("scope_mismatch", said.text[slice(*whole)], rule.text[slice(*official)], whole, official)
    extra = {u: v for u, v in mine.items() if u not in covered and u not in ("outside", "other_khanh_hoa", "khanh_hoa")}
    if not extra or not mine.keys() & covered:
        return None
    more = _row(said, list(extra.values()))
    return Difference("scope_mismatch", said.text[slice(*more)], rule.text[slice(*official)], more, official)


def _row(reading: Reading, places: list[Value]) -> tuple[int, int]:
    """The first place with those that follow it in one row: "Phan Rang, Đông Hải và Ninh Chử" is one value."""
    ordered = sorted(places, key=lambda value: value.span)
    start, end = ordered[0].span
    for value in ordered[1:]:
        if not _BETWEEN.fullmatch(reading.text[end : value.span[0]]):
            break
        end = value.span[1]
    return start, end
