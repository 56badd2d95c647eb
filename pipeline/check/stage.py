"""How far a thing has come: told as done where the passage says it is not yet done, as valid where it is no longer.

Only acts of an office that have a day of their own (approved, passed, begun, chosen); what somebody has not yet done
("trẻ chưa tiêm đủ") says who is meant and is no stage.
"""

from __future__ import annotations

import re

from pipeline.check.reading import Phrases, Reading
from pipeline.language.normalise import fold
from pipeline.records import Difference

_ACTS = (
    "phê duyệt", "thông qua", "ban hành", "khởi công", "có hiệu lực", "áp dụng", "chọn", "trình", "ký", "công bố", "khánh thành", "hoàn thành",
)  # fmt: skip
_NOT_YET = {act: Phrases(rf"chưa (?:được |có )?(?:\w+ ){{0,2}}{act}") for act in _ACTS}
_DONE = {
    act: Phrases(rf"(?:đã|vừa|mới)(?: chính thức)?(?: được)?(?: \w+){{0,3}} {act}", rf"{act}(?: \w+){{0,2}} rồi")
    for act in _ACTS
}
_OPEN = Phrases(
    r"chưa", r"không", r"sắp", r"sẽ", r"dự kiến", r"nếu", r"khi", r"chờ", r"sau khi", r"đề xuất", r"dự thảo"
)
_LEAST = 0.4
"""share of the claim's words that the clause about the stage, or the passage, must also say"""


def not_yet(said: Reading, rule: Reading) -> Difference | None:
    """An act the claim tells as done and the passage says has not been done."""
    if _OPEN.first(said) is not None:
        return None
    for act in _ACTS:
        pending, done = _NOT_YET[act].first(rule), _DONE[act].first(said)
        if pending is None or done is None:
            continue
        start, end = rule.sentence_of(pending[0])
        wanted = [t for t in said.terms if t.weight >= 0.6 and fold(act) not in (t.key, t.key.lstrip("@"))]
        near = {t.key for t in rule.terms_in(start, end)}
        total = sum(t.weight for t in wanted)
        if total >= 1 and sum(t.weight for t in wanted if t.key in near) >= _LEAST * total:
            official = re.sub(r"\s+", " ", rule.text[slice(*pending)])
            return Difference("status_mismatch", said.text[slice(*done)], official, done, pending)
    return None
