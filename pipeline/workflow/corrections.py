"""A correction from draft to fixed: which step may follow which, who may take it, in which form it may be published.

Law on Access to Information as amended 2026, Art. 22: what the office itself published wrongly is corrected in the same
form; another agency or an outlet is asked to correct. There is no request to remove anything (CHARTER rule 7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, get_args

from pipeline.language.segment import sentences
from pipeline.records import Article
from pipeline.workflow.decisions import CORRECTS, Decision, Kind
from pipeline.workflow.posts import Act, Post, Refused, refusal

State = Literal["draft", "edited", "published", "sent", "answered", "fixed", "withdrawn"]
Step = Literal["draft", "edit", "publish", "send", "answer", "fix", "withdraw", "close"]
Origin = Literal["own", "other_agency", "press", "unknown"]
Form = Literal["website", "loudspeaker", "letter"]

MACHINE: Final = "bản nháp do máy soạn, chưa duyệt"
"""AI Law 134/2025/QH15: text that a machine wrote is marked so until a person has edited it"""
STATES: Final[Mapping[State, str]] = {
    "draft": "bản nháp",
    "edited": "đã sửa, chờ phát hành",
    "published": "đã phát hành",
    "sent": "đã gửi",
    "answered": "đã có trả lời",
    "fixed": "đã sửa xong",
    "withdrawn": "đã rút",
}
ORIGINS: Final[Mapping[Origin, str]] = {
    "own": "do cơ quan mình",
    "other_agency": "do cơ quan khác",
    "press": "do báo chí",
    "unknown": "chưa rõ",
}
FORMS: Final[Mapping[Form, str]] = {
    "website": "đăng trang thông tin",
    "loudspeaker": "phát thanh",
    "letter": "thư gửi cơ quan báo chí",
}
OPEN: Final[frozenset[State]] = frozenset({"draft", "edited", "published", "sent", "answered"})
_STEPS: Final[Mapping[Step, tuple[frozenset[State], State, Act]]] = {
    "edit": (frozenset({"draft", "edited"}), "edited", "edit"),
    "publish": (frozenset({"edited"}), "published", "publish"),
    "send": (frozenset({"published"}), "sent", "follow"),
    "answer": (frozenset({"sent"}), "answered", "follow"),
    "fix": (frozenset({"published", "sent", "answered"}), "fixed", "follow"),
    "withdraw": (OPEN, "withdrawn", "follow"),
}
ACTIONS: Final[Mapping[Step, str]] = {
    "draft": "soạn",
    "edit": "sửa lời",
    "publish": "phát hành",
    "send": "ghi đã gửi",
    "answer": "ghi đã có trả lời",
    "fix": "ghi đã sửa xong",
    "withdraw": "rút",
    "close": "tự đóng vì bài đã sửa",
}
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """One line of a correction's history, with the words as they were then."""

    seq: int
    step: Step
    state: State
    login: str
    post: str
    role: str
    """a Role, or `pipeline` when the case closed by itself"""
    at: dt.datetime
    note: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it stands. `machine` is True until a person has edited the words; `token` is for the next step."""

    id: str
    flag: str
    article: str
    url: str
    outlet: str
    title: str
    published_on: dt.date | None
    claim: str
    verdict: Kind
    code: str
    claim_value: str
    official_value: str
    paper: str
    document: str
    point: str
    passage: str
    origin: Origin
    original_form: Form
    form: Form
    urgent: bool
    state: State
    machine: bool
    heading: str
    body: str
    opened_at: dt.datetime
    due_at: dt.datetime
    published_at: dt.datetime | None
    sent_at: dt.datetime | None
    answered_at: dt.datetime | None
    fixed_at: dt.datetime | None
    words_before: str
    words_after: str
    steps: tuple[CorrectionStep, ...]

    @property
    def token(self) -> str:
        """Stands for the last step: the next one is refused when somebody took another meanwhile."""
        return str(self.steps[-1].seq)

    @property
    def mark(self) -> str:
        """What must stand above the words, or nothing."""
        return MACHINE if self.machine else ""

    @property
    def stopped_at(self) -> dt.datetime | None:
        """When its clock stopped: the day it was out, or closed without that."""
        last = self.steps[-1].at if self.state not in OPEN else None
        return self.published_at or self.fixed_at or last


@dataclass(frozen=True, slots=True)
class Done:
    """The step was written; `correction` is how it stands now."""

    correction: Correction


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was written: somebody took a step meanwhile. `words` names it; `correction` is the new state."""

    words: str
    correction: Correction


Outcome = Done | Overtaken | Refused


def forms(origin: Origin, original: Form) -> tuple[Form, ...]:
    """Forms in which this may be corrected, the usual one first."""
    if origin == "own":
        return (original,)
    return ("website", "loudspeaker") if origin == "unknown" else ("letter", "website", "loudspeaker")


def check_draft(
    standing: Decision | None, by: Post, origin: str, original_form: str, form: str | None, known: Sequence[Correction]
) -> Refused | None:
    """Why no correction can be drafted for this case, or None. `known` are the corrections of the same flag."""
    if refused := refusal(by, "edit"):
        return refused
    if standing is None or standing.kind not in CORRECTS:
        return Refused("Chỉ soạn đính chính sau khi đã quyết định là nội dung không khớp.", "decision")
    if origin not in get_args(Origin) or original_form not in get_args(Form):
        return Refused("Chọn nguồn gốc sai sót và hình thức đăng ban đầu.", "form")
    if form is not None and form not in forms(origin, original_form):  # type: ignore[arg-type]
        return Refused("Sai sót của cơ quan mình phải đính chính bằng chính hình thức đã đăng.", "form")
    wanted = form or forms(origin, original_form)[0]  # type: ignore[arg-type]
    if any(one.form == wanted and one.state in OPEN for one in known):
        return Refused("Nội dung này đã có một bản đính chính cùng hình thức đang làm.", "twice")
    return None


def check_step(
    now: Correction, step: Step, by: Post, token: str, decided: Decision | None
) -> State | Overtaken | Refused:
    """The state after a step, or why it is not taken. `decided` is the decision in force on the flag behind it."""
    if step not in _STEPS:
        return Refused("Không có bước này.", "step")
    allowed, after, act = _STEPS[step]
    if refused := refusal(by, "publish" if step == "withdraw" and now.published_at else act):
        return refused
    if token != now.token:
        seen = int(token) if token.isdecimal() else 0
        told = "; ".join(f"{one.post} đã {ACTIONS[one.step]}" for one in now.steps if one.seq > seen)
        words = f"Chưa ghi được vì trong lúc đó {told or 'trang đang mở đã cũ'}. Xem lại rồi làm tiếp."
        return Overtaken(words, now)
    if now.state not in allowed:
        return Refused(f"Bản đính chính đang ở bước “{STATES[now.state]}”, chưa làm được việc này.", "state")
    if step == "publish" and (decided is None or decided.kind not in CORRECTS):
        return Refused(
            "Quyết định về nội dung này đã được rút lại hoặc đổi; quyết định lại trước khi phát hành.", "undone"
        )
    return after


def quiet_fix(before: Article, newest: Article, claim: str, value: str) -> tuple[str, str] | None:
    """The sentence before and after, when the newest version of a page no longer says what did not match; else None.

    `value` is the figure or words that differed. A page that says it still, anywhere, is not fixed.
    """
    if newest.id == before.id or not value or _says(newest, value):
        return None
    said = _sentence_of(before, claim)
    told = [newest.title, *(newest.text[start:end] for start, end in sentences(newest.text))]
    best = max(told, key=lambda one: SequenceMatcher(None, said, one, autojunk=False).ratio(), default="")
    close = SequenceMatcher(None, said, best, autojunk=False).ratio() >= 0.5
    return said.strip(), best.strip() if close else ""


def _says(page: Article, value: str) -> bool:
    words = " ".join(value.casefold().split())
    return any(words in " ".join(text.casefold().split()) for text in (page.title, page.text))


def _sentence_of(page: Article, claim: str) -> str:
    at = page.text.find(claim)
    for start, end in sentences(page.text):
        if 0 <= at < end and start <= at:
            return page.text[start:end]
    return claim
