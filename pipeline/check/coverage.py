"""Whom a rule covers: everybody where the passage draws a line, somebody it leaves out, nobody where it provides."""

from __future__ import annotations

import re

from pipeline.check.clash import EXCLUDED, NO_SUCH, Clash, common_weight, telling, weight
from pipeline.check.norms import Norm, norms
from pipeline.check.papers import FORGED
from pipeline.check.reading import Phrases, Reading
from pipeline.records import Difference

_ALL = Phrases(
    r"mọi", r"tất cả", r"toàn bộ (?:người|hộ|tiểu thương|học sinh|chủ|dân|khách|tàu|các)", r"bất kỳ", r"bất kể", r"không phân biệt", r"ai cũng", r"kể cả", r"không có ngoại lệ", r"không ngoại lệ",
    r"không có trường hợp nào khác", r"không trừ", r"bao gồm cả", r"đều được", r"đại trà", r"không loại trừ",
)  # fmt: skip

_COVERS = Phrases(r"đối tượng (?:gồm|là|bao gồm|được)", r"áp dụng (?:cho|với|đối với)", r"dành cho")

_NO_EXCEPTION = Phrases(r"không (?:có )?ngoại lệ", r"không có trường hợp nào khác", r"không trừ", r"tất cả các loại")

_LIMITED = Phrases(
    r"chỉ", r"trở lên", r"trở xuống", r"dưới", r"không quá", r"thuộc hộ", r"có giấy", r"có xác nhận", r"không có lương hưu", r"còn hạn", r"trừ", r"ngoại trừ", r"không (?:áp dụng|thuộc|hỗ trợ|cấp|bao gồm|tính)", r"nhưng",
)  # fmt: skip

_WHERE = re.compile(
    r"\s(?:các )?(?:tuyến đường|đường|khu phố|phường|xã|nơi|chợ|khu vực|địa phương|thôn|trường trong)(?!\w)"
)
_GOES_TO = Phrases(r"đối với", r"cho")

_AS_TOLD = re.compile(r"\s(?:như|theo như|mà)\s")


def left_out(said: Reading, rule: Reading, mine: list[Norm]) -> list[Clash]:
    """The passage leaves somebody out; the claim lets just these have it."""
    if any(n.force in ("not", "forbid") for n in mine):
        return []
    if not any(n.force == "may" for n in mine) and _ALL.first(said) is None and _COVERS.first(said) is None:
        return []
    found: list[Clash] = []
    for match in EXCLUDED.finditer(rule):
        start, end = rule.clause_of(match.start())
        if _spared(rule, match.start()):
            continue
        to = _GOES_TO.first(rule, match.end(), end)
        after = rule.terms_in(to[1] if to else match.end(), end)
        before = rule.terms_in(start, match.start())
        thuoc = "thuộc" in match.group() or "nằm trong" in match.group()
        wanted = before if (thuoc and not to) or weight(after) < 1 else after
        total = weight(wanted)
        if total >= 1 and common_weight(wanted, said.terms) / total >= 0.6:
            text = rule.text[start:end].strip(" ,;.")
            difference = Difference("eligibility_mismatch", said.text.strip(), text, (0, len(said.text)), (start, end))
            found.append(Clash(difference, common_weight(wanted, said.terms) / total))
    return found


def _spared(rule: Reading, at: int) -> bool:
    """Whether an exception is one from a ban or a duty ("không được vào, trừ xe cứu hỏa"): who is left out may."""
    if not rule.key.startswith(("trừ", "ngoại trừ", "tru", "ngoai tru"), at):
        return False
    begin = rule.sentence_of(at)[0]
    return any(begin <= n.span[0] < at and n.force in ("forbid", "must") for n in norms(rule))


def wrongly_denied(said: Reading, rule: Reading) -> Clash | None:
    """The claim says there is no such thing; the passage provides it."""
    span = NO_SUCH.first(said)
    if span is None or FORGED.first(rule) is not None:
        return None
    end = next((b for a, b in said.clauses if a <= span[0] < b), len(said.text))
    told = next((m.start() for m in _AS_TOLD.finditer(said.text, span[1], end)), end)
    wanted = said.terms_in(span[1], told)
    denied = [n for n in norms(rule) if n.force in ("not", "free", "forbid")]
    for start, stop in rule.clauses:
        offered = rule.terms_in(start, stop)
        if any(start <= n.span[0] < stop for n in denied):
            continue
        total = weight(wanted)
        share = common_weight(wanted, offered) / total if total else 0.0
        if share >= 0.6 and common_weight(wanted, offered) >= 1.2:
            text = rule.text[start:stop].strip(" ,;.")
            return Clash(
                Difference(
                    "existence_denied", said.text[span[0] : end].strip(" ,;."), text, (span[0], end), (start, stop)
                ),
                share,
            )
    return None


def denies_alone(said: Reading, rule: Reading) -> bool:
    """The claim says there is no such thing, the passage denies nothing: they cannot agree by their words."""
    return NO_SUCH.first(said) is not None and not any(n.force in ("not", "free", "forbid") for n in norms(rule))


def no_exception(said: Reading, rule: Reading) -> bool:
    """The claim denies in words that anybody is left out; the passage leaves somebody out."""
    return EXCLUDED.first(rule) is not None and _NO_EXCEPTION.first(said) is not None


def too_wide(said: Reading, rule: Reading, about: float) -> Clash | None:
    """The claim speaks of everybody; the passage draws a line."""
    span = next((m.span() for m in _ALL.finditer(said) if m.group() != "moi"), None)  # mỗi, mới
    limit = _LIMITED.first(rule)
    if span is None or limit is None or _ALL.first(rule):
        return None
    start, stop = rule.clause_of(limit[0])
    end = said.clause_of(span[0])[1]
    barred = no_exception(said, rule)
    if about < 0.45 and not barred and not telling(rule.terms_in(start, stop), said.terms):
        return None
    return Clash(
        Difference(
            "scope_mismatch" if _WHERE.match(said.key, span[1]) else "eligibility_mismatch",
            said.text[span[0] : end].strip(" ,;."),
            rule.text[start:stop].strip(" ,;."),
            (span[0], end),
            (start, stop),
        ),
        about,
    )
