"""Numbers in a text, in digits and in words, and back into words as they are read aloud.

A number goes as far as its tokens make one: "1 triệu 200 nghìn", "1tr25", "05 (năm)"; `numerals` knows what they are
worth, `quantities` what they count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.language.normalise import has_marks, normal
from pipeline.language.numerals import WITH_MARKS, WITHOUT_MARKS, Lexicon, parse_digits, value_of, whole

_DIGIT_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LIMIT = 10**16
"""larger numbers in a text are codes, not quantities"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at [start, end) of the normal text. `scaled` is the largest scale word in it (1 when none)."""

    start: int
    end: int
    value: int | float
    in_words: bool
    scaled: int = 1
    slang: bool = False
    unsure: bool = False
    """one word that means something else too ("không", folded "sau", "nam"): only its company makes it a number"""


def numbers(key: str, lexicon: Lexicon = WITH_MARKS) -> list[Number]:
    """Every number in a normal `key` (or `bare`) text, longest first reading, not overlapping."""
    found: list[Number] = []
    position = 0
    while match := lexicon.start.search(key, position):
        # Never the head of a number; folded they are other words: "tu muoi ba den …" (từ), "lam ca 14h" (làm).
        if match.group() in ("tư", "tu", "lăm", "lam", "nhăm", "nham"):
            position = match.end()
            continue
        number = _read(key, match.start(), lexicon)
        if number is None:
            position = match.end()
            continue
        number = _with_gloss(key, number, lexicon)
        found.append(number)
        position = number.end
    return found


def _with_gloss(key: str, number: Number, lexicon: Lexicon) -> Number:
    """Papers repeat a figure in words behind it, "05 (năm) ngày", "18 (mười tám) tháng": one number, not two."""
    gloss = None if number.in_words else lexicon.gloss.match(key, number.end)
    if gloss is None or not lexicon.start.match(key, gloss.start(1)):
        return number
    said = _read(key, gloss.start(1), lexicon, alone=True)
    if said is None or said.end != gloss.end(1) or said.value != number.value:
        return number
    scale = lexicon.scale.match(key, gloss.end()) if number.scaled == 1 else None
    if scale and scale.group(1) not in ("k", "tr"):  # "10 (mười) triệu đồng"
        worth = lexicon.scales[scale.group(1)]
        return replace(number, end=scale.end(), value=whole(number.value * worth), scaled=worth)
    return replace(number, end=gloss.end())


def from_words(text: str) -> int | float | None:
    """The number that a whole text names, None when it names none or more than one."""
    ready = normal(text.strip())
    lexicon = WITH_MARKS if has_marks(ready.text) else WITHOUT_MARKS
    body = ready.key if lexicon is WITH_MARKS else ready.bare
    number = _read(body, 0, lexicon, alone=True) if body and lexicon.start.match(body) else None
    return number.value if number and number.end == len(body) else None


def to_words(value: int | float) -> str:
    """The number as it is read aloud: 1205000 → "một triệu hai trăm linh năm nghìn". Raises ValueError beyond 10^15."""
    if not abs(value) < 10**15:
        raise ValueError(f"số quá lớn để đọc thành lời: {value}")
    if value < 0:
        return "âm " + to_words(-value)
    if isinstance(value, float) and value != int(value):
        head, _, tail = f"{value:.6f}".rstrip("0").partition(".")
        if not tail.startswith("0") and len(tail) <= 2:
            return f"{to_words(int(head))} phẩy {to_words(int(tail))}"
        return f"{to_words(int(head))} phẩy {' '.join(_DIGIT_NAMES[int(d)] for d in tail)}"
    value = int(value)
    if value == 0:
        return _DIGIT_NAMES[0]
    if value >= 10**9:
        above, rest = divmod(value, 10**9)
        return f"{to_words(above)} tỷ" + (f" {_below_billion(rest, full=True)}" if rest else "")
    return _below_billion(value, full=False)


def _below_billion(value: int, *, full: bool) -> str:
    parts = []
    for scale, name in ((10**6, "triệu"), (1000, "nghìn")):
        group, value = divmod(value, scale)
        if group:
            parts.append(f"{_below_thousand(group, full=full)} {name}")
        elif full and value:
            parts.append(f"không {name}")
        full = full or bool(group)
    if value:
        parts.append(_below_thousand(value, full=full))
    return " ".join(parts)


def _below_thousand(value: int, *, full: bool) -> str:
    hundreds, rest = divmod(value, 100)
    tens, unit = divmod(rest, 10)
    parts = [f"{_DIGIT_NAMES[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if unit:
            parts += (["linh"] if parts else []) + [_DIGIT_NAMES[unit]]
        return " ".join(parts)
    parts.append("mười" if tens == 1 else f"{_DIGIT_NAMES[tens]} mươi")
    if unit:
        parts.append({1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _DIGIT_NAMES[unit]))
    return " ".join(parts)


# ----------------------------------------------------------------- reading
def _read(key: str, start: int, lexicon: Lexicon, *, alone: bool = False) -> Number | None:
    """The longest number that begins at `start`; `alone` when nothing else can be meant by an ambiguous word."""
    tokens, ends = _tokens(key, start, lexicon)
    if tokens and isinstance(tokens[0], str) and lexicon.rounded.search(key, max(0, start - 12), start):
        head = lexicon.scales.get(tokens[0], lexicon.words.get(tokens[0], 0))
        bare = value_of([lexicon.one, *tokens], lexicon) if head >= 10 and head not in (12, 20) else None
        if bare is not None:  # "gần trăm hộ", "hơn tỷ đồng", "gần trăm triệu"
            scaled = max(lexicon.scales.get(t, 1) for t in tokens if isinstance(t, str))
            return Number(start, ends[-1], whole(bare), True, scaled)
    while tokens:
        value = value_of(tokens, lexicon)
        if value is not None and abs(value) < LIMIT:
            if len(tokens) > 1 and _lends_no_digit(key, tokens, ends[-1], lexicon):
                tokens.pop()
                ends.pop()
                continue
            in_words = not any(isinstance(t, (int, float)) for t in tokens)
            unsure = not alone and len(tokens) == 1 and tokens[0] in lexicon.ambiguous
            scaled = max((lexicon.scales.get(t, 1) for t in tokens if isinstance(t, str)), default=1)
            return Number(start, ends[-1], whole(value), in_words, scaled, "cành" in tokens, unsure)
        tokens.pop()
        ends.pop()
    return None


def _tokens(key: str, start: int, lexicon: Lexicon) -> tuple[list[int | float | str], list[int]]:
    """Number tokens that follow one another, each with its end; a digit group may carry a tight scale ("5tr", "500k")."""
    tokens: list[int | float | str] = []
    ends: list[int] = []
    position = start
    while len(tokens) < 40:
        match = lexicon.token.match(key, position)
        if not match or (tokens and isinstance(tokens[-1], (int, float)) and match.group()[0].isdigit()):
            break
        word = match.group()
        if word[0].isdigit():
            if tokens and not _may_follow(tokens, word, key[match.end() : match.end() + 14]):
                break
            tokens.append(parse_digits(word))
        elif word == lexicon.year and not _is_five(tokens, key, match.end(), lexicon):
            break
        else:
            tokens.append(word)
        ends.append(match.end())
        position = match.end()
        if isinstance(tokens[-1], (int, float)):
            scale = lexicon.scale.match(key, position)
            if scale is None:
                scale = _GLUED_SCALE.match(key, position)
            if scale and (scale.group() != " tr" or _SUM_AFTER.match(key, scale.end())):
                tokens.append(scale.group(1))
                ends.append(scale.end())
                position = scale.end()
                tail = _GLUED_TAIL.match(key, position)
                if tail:
                    below = int(tail.group()) * 10 ** (3 - len(tail.group()))
                    tokens.append(below * lexicon.scales[scale.group(1)] // 1000)
                    ends.append(tail.end())
                    break
                if scale.group(1) in ("tr", "k") and not lexicon.halved.match(key, position):
                    break
        if key[position : position + 1] != " ":
            break
        position += 1
    return tokens, ends


_GLUED_SCALE = re.compile(r"(tr|tỷ|tỉ|ty|triệu)(?=\d{1,3}(?![\d.,]*\d))")
_GLUED_TAIL = re.compile(r"(?<=[^\W\d_])\d{1,3}(?![\d.,]?\d|%|/\d)")
"""the digits behind a tight scale word: "1tr2", "1tr25", "1tr250", "1tỷ2" """
_SUM_AFTER = re.compile(r" ?(?:/|đ(?!\w)|đồng|dong|vnđ|vnd|mỗi|moi|một|mot|rưỡi|ruoi)")
"""behind a "tr" that stands apart, which may also be short for a page: "15 tr/tháng" """
_COUNTED = re.compile(
    r" ?(?:ký|kg|lít|mét|cái|con|chai|bao|buổi|tiếng|lượt|lần|đợt|tháng|năm|ngày|người|hộ|suất|căn|giờ|tuổi|lan|dot|thang|nam|ngay|nguoi|ho|suat|can|%|/|-)"
)


def _lends_no_digit(key: str, tokens: list[int | float | str], end: int, lexicon: Lexicon) -> bool:
    """Whether a last digit word counts what follows: "25 ngàn ba ký" is 25.000 for three kilos, not 25.300."""
    last, before = tokens[-1], tokens[-2]
    return (
        isinstance(last, str)
        and 2 <= lexicon.words.get(last, 0) <= 9
        and isinstance(before, str)
        and lexicon.scales.get(before, 0) >= 1000
        and _COUNTED.match(key, end) is not None
    )


def _may_follow(tokens: list[int | float | str], digits: str, after: str) -> bool:
    """Whether digits after a scale word go on with the number: "1 triệu 2", "1 triệu 200 nghìn", not "1 triệu 2 lần"."""
    return (
        tokens[-1] in ("tỷ", "tỉ", "ty", "ti", "triệu", "trieu", "nghìn", "nghin", "ngàn", "ngan")
        and len(digits) <= 3
        and not _COUNTED.match(after)
    )


def _is_five(tokens: list[int | float | str], key: str, end: int, lexicon: Lexicon) -> bool:
    """Whether "năm" is five here and not a year: before a scale, after "linh"; at the head the caller decides."""
    following = lexicon.token.match(key, end + 1) if key[end : end + 1] == " " else None
    if following and not following.group()[0].isdigit():
        word = following.group()
        if lexicon.words.get(word) in (10, 100) or word in lexicon.scales:
            return True
        if not tokens and lexicon.words.get(word) in (6, 7):  # "năm bảy triệu", "năm sáu trăm": five to seven
            after = lexicon.token.match(key, following.end() + 1)
            return after is not None and (after.group() in lexicon.scales or lexicon.words.get(after.group()) == 100)
    if tokens:
        return isinstance(tokens[-1], str) and lexicon.words.get(tokens[-1]) in (-1, -4, 20)
    return not following or following.group() == lexicon.year  # "năm năm": five years
