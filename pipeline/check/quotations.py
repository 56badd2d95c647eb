"""Words in quotation marks put into a document, or into the mouth of an official whose words the passage gives.

A quotation is right when it is a contiguous part of the quoted words (data/decisions-claims.md, rule 10); capitals, marks
and the shape of quotation marks are of no account. What no document quotes cannot be compared.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from pipeline.check.reading import Phrases, Reading, fold_keep, share
from pipeline.language.normalise import fold
from pipeline.records import Difference, Span

_QUOTE = re.compile(r"“([^”]{12,600})”|\"([^\"\n]{12,600})\"|«([^»]{12,600})»|‘([^’]{12,600})’")
_INNER = re.compile(r"‘([^’]{12,600})’|«([^»]{12,600})»")
_PAPER = Phrases(
    r"quyết định", r"thông báo", r"thông cáo", r"nghị quyết", r"kế hoạch", r"hướng dẫn", r"công văn", r"văn bản", r"quy định", r"(?:ubnd|ủy ban nhân dân|sở|phường|chi cục|công ty|cơ quan)[^.;]{0,40}(?:viết|ghi|nêu|khẳng định|thông báo)",
)  # fmt: skip
_SPEAKS = Phrases(
    r"nói(?: rõ)?", r"nêu(?: rõ)?", r"phát biểu", r"trả lời", r"tuyên bố", r"khẳng định", r"thừa nhận", r"cho biết", r"cho hay", r"hứa", r"nhấn mạnh", r"chia sẻ", r"dẫn lời", r"giải thích", r"lưu ý", r"chỉ đạo", r"yêu cầu", r"ghi lời[^:]{0,60}", r"dặn", r"phát động", r"cam kết",
)  # fmt: skip
_OFFICIAL = Phrases(
    r"(?:phó )?chủ tịch", r"(?:phó )?giám đốc", r"người phát ngôn", r"lãnh đạo", r"(?:phó )?trưởng (?:phòng|ban|công an)", r"đại diện", r"ổng", r"(?:phó )?bí thư", r"(?:phó )?chi cục trưởng",
)  # fmt: skip
_RANKS = Phrases(
    r"(?:phó )?chủ tịch", r"(?:phó )?giám đốc", r"(?:phó )?bí thư", r"(?:phó )?hiệu trưởng", r"(?:phó )?trưởng (?:ban|phòng|trạm|công an)", r"(?:phó )?chi cục trưởng",
)  # fmt: skip
_BODIES = Phrases(
    r"sở", r"ubnd", r"ủy ban nhân dân", r"phường", r"xã", r"tỉnh", r"công an", r"bệnh viện", r"trung tâm", r"chi cục", r"công ty", r"điện lực", r"nhà trường", r"trường", r"hội", r"ban quản lý", r"ban kinh tế", r"thư viện",
    r"hđnd", r"hội đồng nhân dân",
)  # fmt: skip
_COMMITTEE = frozenset({"ubnd", "uy ban nhan dan", "phuong", "xa", "tinh"})
_LEAST_WORDS = 4
_PAPER_LIKE = 80
"""likeness, of 100, from which a paper holds the words: it may print them in another order of signs"""
_ALMOST = 62
"""likeness, of 100, of a quotation and an official's words from which the one was meant to be the other"""
_WHOLE, _ALL_OF_IT = 75, 0.9
"""the same for a claim that is a quotation from end to end, which may be somebody's account of the words"""
_VERB = 70
"""characters before a quotation in which the word "nói", "nêu", "ghi lời" stands"""
_ABOUT = 0.3
_ABOUT_SPOKEN = 0.25
"""share of the quotation's own words that the official's words also say: they speak of one matter"""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold_keep(text).lower()))


def _quotes(text: str) -> list[tuple[str, Span]]:
    """Quotations with where they stand; of one inside another (a person who quotes an official) the inner one."""
    found = []
    for match in _QUOTE.finditer(text):
        inner = _INNER.search(text, match.start() + 1, match.end() - 1)
        one = inner or match
        found.append((next(g for g in one.groups() if g), one.span()))
    return found


def misquoted(said: Reading, rule: Reading) -> tuple[Difference, float] | None:
    """The first quotation of the claim that paper or official does not hold, with how surely they speak of one matter."""
    spoken = _quotes(rule.text) if _OFFICIAL.first(rule) and _SPEAKS.first(rule) else []
    minuted = [(words, at) for words, at in _quotes(rule.text) if _before(rule, at)]
    for quote, span in _quotes(said.text):
        inside = Reading(quote)
        near = _nearly(said, quote, span, rule, minuted)
        if near is not None:
            return near
        if spoken:
            found = _other_words(said, quote, span, inside, rule, spoken)
            if found is not None:
                return found
            continue
        before = Reading(said.text[: span[0]])
        if len(quote.split()) < _LEAST_WORDS or _PAPER.first(before) is None:
            continue
        about = share(inside.terms, rule.terms)
        held = fuzz.partial_ratio(fold_keep(quote).lower(), fold_keep(rule.text).lower())
        if about >= _ABOUT and held < _PAPER_LIKE:
            whole = (0, len(rule.text))
            return Difference("quote_mismatch", said.text[slice(*span)], rule.text, span, whole), about
    return None


def _before(rule: Reading, at: Span) -> bool:
    """Whether words in quotation marks are passed on as somebody's, and are no name of a thing."""
    return _SPEAKS.first(rule, max(0, at[0] - _VERB), at[0]) is not None


def _nearly(
    said: Reading, quote: str, span: Span, rule: Reading, minuted: list[tuple[str, Span]]
) -> tuple[Difference, float] | None:
    """A quotation that is almost, but not, what the passage passes on: too like it to be other words of other people."""
    if len(quote.split()) < _LEAST_WORDS:
        return None
    plain = _plain(quote)
    for words, at in minuted:
        given = _plain(words)
        if plain in given or given in plain:
            continue
        whole = span[1] - span[0] >= _ALL_OF_IT * len(said.text)
        likeness = fuzz.ratio(plain, given) if whole else fuzz.partial_ratio(plain, given)
        if likeness >= (_WHOLE if whole else _ALMOST) and not _somebody_else(said, span, rule, at):
            return Difference("quote_mismatch", said.text[slice(*span)], "«" + words + "»", span, at), likeness / 100
    return None


def _somebody_else(said: Reading, span: Span, rule: Reading, at: Span) -> bool:
    """Whether the claim lets another office or another rank speak than the passage does."""
    start = rule.sentence_of(at[0])[0]
    for names in (_RANKS, _BODIES):
        mine = _named(names, said, 0, span[0]) | _named(names, said, span[1], len(said.text))
        theirs = _named(names, rule, start, at[0])
        if mine and theirs and not mine & theirs:
            return True
    return False


def _named(names: Phrases, reading: Reading, start: int, end: int) -> set[str]:
    """Ranks or offices named between two offsets; everything of a ward, commune or province is its committee's."""
    found = {fold(m.group()) for m in names.finditer(reading, start, end)}
    return {"ubnd" if name in _COMMITTEE else name for name in found}


def _other_words(
    said: Reading, quote: str, span: Span, inside: Reading, rule: Reading, spoken: list[tuple[str, Span]]
) -> tuple[Difference, float] | None:
    """What an official is made to say beside what the passage says he said."""
    outside = Reading(said.text[: span[0]] + " " + said.text[span[1] :])
    if len(quote.split()) < _LEAST_WORDS or not (_OFFICIAL.first(outside) or _OFFICIAL.first(said)):
        return None
    if any(_plain(quote) in _plain(words) or _plain(words) in _plain(quote) for words, _ in spoken):
        return None
    words, at = max(spoken, key=lambda s: share(inside.terms, Reading(s[0]).terms))
    about = share(inside.terms, Reading(words).terms)
    if about < _ABOUT_SPOKEN or _somebody_else(said, span, rule, at):
        return None
    return Difference("quote_mismatch", said.text[slice(*span)], "«" + words + "»", span, at), about
