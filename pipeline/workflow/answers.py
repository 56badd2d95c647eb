"""An answer to what residents ask: drafted from a passage, edited by a person, published by the spokesperson. Pure.

The question is written down in the office's own words; who asked is nobody's business (CHARTER rule 1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pipeline.records import Topic
from pipeline.workflow.posts import Post, Refused, refusal

State = Literal["edited", "published", "withdrawn"]
STATES: Final[Mapping[State, str]] = {
    "edited": "đã soạn, chờ người phát ngôn",
    "published": "đã đăng",
    "withdrawn": "đã rút",
}
QUESTION_LIMITS: Final = (8, 300)
ANSWER_LIMITS: Final = (15, 4000)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer as it stands. `token` is the last row: the next step is refused when it is older."""

    key: str
    article: str
    """id of the letter it came from; empty when it was brought to the counter"""
    topic: Topic
    question: str
    answer: str
    document: str
    point: str
    state: State
    post: str
    at: dt.datetime
    token: str


def check_words(by: Post, topic: str, question: str, answer: str) -> Refused | None:
    """Why these words cannot be kept, or None."""
    if refused := refusal(by, "edit"):
        return refused
    if topic not in get_args(Topic):
        return Refused("Chọn lĩnh vực.", "topic")
    if not QUESTION_LIMITS[0] <= len(question) <= QUESTION_LIMITS[1]:
        return Refused(f"Câu hỏi cần từ {QUESTION_LIMITS[0]} đến {QUESTION_LIMITS[1]} chữ cái.", "question")
    if not ANSWER_LIMITS[0] <= len(answer) <= ANSWER_LIMITS[1]:
        return Refused(f"Câu trả lời cần từ {ANSWER_LIMITS[0]} đến {ANSWER_LIMITS[1]} chữ cái.", "answer")
    return None


def check_step(now: Answered, after: str, by: Post, token: str) -> Refused | None:
    """Why the answer does not go on to `after` (published or withdrawn), or None."""
    if refused := refusal(by, "publish"):
        return refused
    if token != now.token:
        return Refused("Chưa ghi được: câu trả lời đã đổi trong lúc trang này mở. Xem lại rồi làm tiếp.", "overtaken")
    if (now.state, after) not in {("edited", "published"), ("published", "withdrawn"), ("edited", "withdrawn")}:
        return Refused(f"Câu trả lời này {STATES[now.state]}.", "state")
    return None
