"""What a passage asks before it gives, and a claim leaves unsaid.

Only conditions a reader would stumble over: a missing pension, a time of residence, a cap on a share, "chỉ", "với điều
kiện", "nhưng phải". What the claim's own word for the group already holds (the certificate of a poor household) is none.
"""

from __future__ import annotations

import re

from pipeline.check.clash import common_weight
from pipeline.check.reading import Phrases, Reading, share
from pipeline.records import Difference, Span

_GIVES = Phrases(
    r"được", r"miễn", r"giảm", r"hỗ trợ", r"tặng", r"cấp", r"thưởng", r"có thể", r"cho phép", r"nhận", r"hưởng", r"chi trả", r"ưu đãi",
)  # fmt: skip
_ON = r"(?:[^,.;]|[,.](?=\d))*"
"""to the end of the clause; a comma between digits ends none"""
_CONDITION = Phrases(
    r"không có lương hưu", r"chưa có nhà[^,.;]*", r"(?:đã )?(?:thường trú|cư trú|tạm trú)[^,.;]*?(?:từ|trên|ít nhất|đủ)[^,.;]*", r"chỉ (?!còn|có \d|đạt)[^,.;]*", r"nhưng phải[^,.;]*", r"và phải[^,.;]*", r"với điều kiện[^.;]*",
    r"trừ(?! (?:\d|vào|thẳng|tiền|dần|một|nửa|lùi))[^.;]*", rf"nếu{_ON}", rf"(?<!đến )(?<!mỗi )(?<!trước )(?<!sau )(?<!tới )khi {_ON}",  r"sau khi[^,.;]*", r"có xác nhận[^,.;]*", r"có giấy phép[^,.;]*", r"có đơn[^,.;]*", r"đã (?:đóng|nộp|tham gia|hoàn thành)[^,.;]*",
    r"không vi phạm[^,.;]*", r"không (?:bị|còn) (?:xử phạt|nợ)[^,.;]*", r"còn hạn(?! đến| tới)", r"tối đa[^,.;]*",
)  # fmt: skip
_HELD = {"@ho_ngheo", "@can_ngheo", "@khuyet_tat", "@co_cong"}


_REFUSED = Phrases(
    r"không (?:được|cho|hưởng|nhận|hỗ trợ)", r"chưa (?:được|cho)", r"vì (?:chưa|không)", r"đâu (?:phải|được|có)"
)
"""who was refused is not promised anything"""
_OF_ANY_KIND = re.compile(r"nếu|khi|trừ")
"""conditions of every sort begin so, small ones too: the claim must give the rule they hang on, and none of their words"""
_HEAD = 0.45
"""share of the rule apart from its condition that the claim says"""
_SPOKEN = 1.8
"""and the weight of what it says of that rule: a clause of a law shares a word or two with everything"""
_SAID = 0.34
"""share of the condition's bare words from which the claim has them"""
_PLAIN_WORDS = frozenset(
    [
        "neu",
        "khi",
        "tru",
        "nhung",
        "phai",
        "duoc",
        "cua",
        "cho",
        "cac",
        "mot",
        "nguoi",
        "trong",
        "ngay",
        "thang",
        "nam",
        "tren",
        "duoi",
        "tai",
    ]
)
_LIMITED = Phrases(r"tối đa", r"cao nhất", r"không quá", r"nhiều nhất", r"một nửa", r"tới")
_CAPS = ("tối đa", "toi da")


def unsaid(said: Reading, rule: Reading, sentence: Span) -> Difference | None:
    """The first condition of the sentence the claim answers to, when none of its words stand in the claim."""
    if _GIVES.first(said) is None or _REFUSED.first(said) is not None:
        return None
    start, end = sentence
    groups = {t.key for t in rule.terms_in(start, end)} & {t.key for t in said.terms} & _HELD
    sibling = _one_of_several(said, rule)
    if sibling is not None:
        return sibling
    for match in _CONDITION.finditer(rule, start, end):
        words = rule.text[slice(*match.span())]
        if groups and re.match(r"có (?:giấy|xác nhận)|còn hạn", words.lower()):
            continue
        capped = words.lower().startswith("tối đa")
        if capped and not _share_and_cap(said, rule, match.span()):
            continue
        begin, _stop = rule.clause_of(match.start())
        theirs = [v.value for v in rule.values if v.kind == "money" and begin <= v.span[0] < match.start()]
        if not capped and theirs and not set(theirs) & {v.value for v in said.values}:
            continue  # the condition of another sum than the claim's
        terms = rule.terms_in(*match.span())
        if not capped and (not terms or share(terms, said.terms) > 0.25):
            continue
        loose = _OF_ANY_KIND.match(words.lower()) is not None
        if loose and _met(said, rule, match.span(), sentence):
            continue
        head = tuple(t for t in rule.terms_in(start, end) if not match.start() <= t.span[0] < match.end())
        if loose and (share(head, said.terms) < _HEAD or common_weight(head, said.terms) < _SPOKEN):
            continue
        return Difference(
            "omitted_condition", said.text.strip(), words.strip(" ,;."), (0, len(said.text)), match.span()
        )
    return None


def _met(said: Reading, rule: Reading, condition: Span, sentence: Span) -> bool:
    """Whether the claim speaks of the condition in other words: by its bare words, or by a figure of the same kind."""
    head = rule.folded[sentence[0] : condition[0]] + " " + rule.folded[condition[1] : sentence[1]]
    words = set(re.findall(r"[^\W\d_]{3,}", rule.folded[slice(*condition)])) - set(head.split()) - _PLAIN_WORDS
    mine = set(re.findall(r"[^\W\d_]{3,}", said.folded))
    if len(words & mine) > _SAID * len(words):
        return True
    kinds = {(v.kind, v.unit) for v in rule.values if condition[0] <= v.span[0] < condition[1] and v.kind != "place"}
    return bool(kinds & {(v.kind, v.unit) for v in said.values})


def _one_of_several(said: Reading, rule: Reading) -> Difference | None:
    """One of two sums for two groups ("từ 05 người trở lên: …"), told as the sum for everybody."""
    told = {v.value for v in said.values if v.kind == "money"}
    sums = [v for v in rule.values if v.kind == "money"]
    bounded = [v for v in rule.values if v.kind in ("number", "age", "area") and v.bound in ("min", "max", "over")]
    for value in sums:
        start, end = rule.sentence_of(value.span[0])
        group = [v for v in bounded if start <= v.span[0] < end]
        others = [
            v
            for v in sums
            if not start <= v.span[0] < end
            and v.value != value.value
            and (v.unit, v.period) == (value.unit, value.period)
        ]
        elsewhere = [v for v in bounded if not start <= v.span[0] < end and group and v.unit == group[0].unit]
        if (
            value.value in told
            and group
            and others
            and elsewhere
            and not any(v.kind == group[0].kind and v.unit == group[0].unit for v in said.values)
        ):
            words = rule.text[max(start, group[0].span[0] - 3) : group[0].span[1] + 9].strip(" ,;.")
            return Difference("omitted_condition", said.text.strip(), words, (0, len(said.text)), group[0].span)
    return None


def _share_and_cap(said: Reading, rule: Reading, cap: Span) -> bool:
    """A percentage with a cap, told as the cap alone."""
    percent = any(v.kind == "percent" and cap[0] - 60 <= v.span[0] < cap[0] for v in rule.values)
    told = any(v.kind == "percent" for v in said.values) or _LIMITED.first(said) is not None
    money = [v.value for v in said.values if v.kind == "money"]
    capped = [v.value for v in rule.values if v.kind == "money" and cap[0] <= v.span[0] < cap[1]]
    return percent and not told and bool(set(money) & set(capped))
