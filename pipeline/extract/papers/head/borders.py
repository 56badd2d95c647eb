"""Where the rules of a paper begin and end: behind its bases, before its signature; and the annexes behind that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.papers.head.marks import ABOUT, BASIS, MOTTO, ORDER, PLACE_DATE, RULE_OFF
from pipeline.extract.papers.lines import Line
from pipeline.extract.papers.rules.labels import ATTACHED, ATTACHED_BY, LABELLED, PASSED

_BARE_LABEL = re.compile(
    r"^(?:[“\"]?(?:Điều|ĐIỀU)|Chương|Số\s*:|V/v\.?:?|PHỤ|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[-–+])$"
)
_BARE_ARTICLE = re.compile(r"^[“\"]?(?:Điều|ĐIỀU)\s+\d+\w?\s*[.:]?$")
_ANNEX = re.compile(r"^PHỤ\s*LỤC(?!\w)")
_SIGN_POST = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|T/M|Q)\.|(?:PHÓ\s+)?(?:CHỦ\s*TỊCH|GIÁM\s*ĐỐC|TRƯỞNG\s|CỤC\s*TRƯỞNG|CHÁNH\s|TỔNG\s|"
    r"BỘ\s*TRƯỞNG|THỨ\s*TRƯỞNG|THỦ\s*TƯỚNG|HIỆU\s*TRƯỞNG|BÍ\s*THƯ|VIỆN\s*TRƯỞNG|ĐỘI\s*TRƯỞNG))"
)


def labels_joined(lines: Sequence[Line]) -> list[Line]:
    """Join a label that stands alone ("Điều", "2.", "a)", "-") with the words of the next line."""
    out: list[Line] = []
    for line in lines:
        if out and not line.cells and not out[-1].cells and _bare(out[-1].text, line.text):
            before = out.pop()
            label = f"{before.text.rstrip(' .:')}." if _BARE_ARTICLE.match(before.text) else before.text
            out.append(replace(line, text=f"{label} {line.text}", bold=before.bold and line.bold))
        else:
            out.append(line)
    return out


def _bare(label: str, words: str) -> bool:
    """A label without words of its own; that of an article takes its title from the next line, but not its first rule."""
    return bool(_BARE_LABEL.match(label) or (_BARE_ARTICLE.match(label) and not LABELLED.match(words)))


def after_top(flat: Sequence[Line], number_at: int) -> list[Line]:
    """The lines behind the masthead of a paper that has no line with its kind (a letter)."""
    start = max(number_at + 1, 0)
    for index, line in enumerate(flat[:30]):
        if (
            re.match(r"^\W*Kính gửi", line.text)
            or ABOUT.match(line.text)
            or MOTTO.search(line.text)
            or (PLACE_DATE.search(line.text) and len(line.text) < 80)
        ):
            start = max(start, index + 1)
    return list(flat[start:])


def find_end(body: Sequence[Line]) -> int:
    """Index of the signature block: "Nơi nhận", or a signer's post, behind which no rule follows."""
    for index, line in enumerate(body):
        if re.match(r"^\W*Nơi\s*nhận\s*:?", line.text, re.IGNORECASE) and len(line.text) < 400:
            back = index
            while (
                back > 0
                and (_SIGN_POST.match(body[back - 1].text) or _is_name(body[back - 1].text))
                and index - back < 5
            ):
                back -= 1
            return back
    rules = [
        i for i, ln in enumerate(body) if re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d+\w?\s*[.:]|Chương\s+[IVX\d]+)", ln.text)
    ]
    for index in range(max(rules, default=0) + 1, len(body)):
        text = body[index].text
        if rules and PASSED.match(text):
            return index + 1
        if _SIGN_POST.match(text) and text.isupper() and len(text) < 80:
            return index
    return len(body)


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(w[:1].isupper() and w[1:].islower() for w in words) and len(text) < 40


def annexes(behind: Sequence[Line]) -> list[Line]:
    """Of what stands behind the signature, all from the first annex or attached paper on."""
    for index, line in enumerate(behind):
        if line.cells:
            continue
        if _ANNEX.match(line.text):
            return list(behind[index:])
        if ATTACHED.match(line.text) and line.text.isupper():
            follow = behind[index + 1 : index + 9]
            if any(ATTACHED_BY.match(ln.text) for ln in follow):
                return list(behind[index:])
    return []


def without_preamble(body: Sequence[Line]) -> list[Line]:
    """Drop the legal bases and the ordering words; what announces the rules stays."""
    rules: list[Line] = []
    ordering = False
    first_rule = next(
        (i for i, ln in enumerate(body) if re.match(r"^(?:(?:Điều|ĐIỀU)\s+\d+|Chương\s+[IVX\d]+|Phần\s+thứ)", ln.text)),
        None,
    )
    for index, line in enumerate(body):
        text = line.text
        if first_rule is not None and index < first_rule and not line.cells:
            continue
        if RULE_OFF.match(text) or (BASIS.match(text) and text.endswith((";", ","))):
            continue
        if ORDER.match(text) and len(text) < 20 and not ordering:
            ordering = True
            continue
        if re.match(r"^\W*Kính gửi\s*:", text):
            continue
        rules.append(line)
    return rules
