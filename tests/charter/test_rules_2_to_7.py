"""CHARTER rules 2–7 as facts about the code. Each check is shown to fail in a world where the rule is broken."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from pipeline import check
from pipeline.config import ConfigError, load_sources
from pipeline.config import sources as source_list
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Claim, Difference, Evidence, Ground, Match, Tags
from pipeline.tag import acts
from pipeline.triage import Triage, triage

ROOT = Path(__file__).resolve().parents[2]
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)
DAY = NOON.date()
PAPER = Evidence(
    "D", "12/TB-UBND", "Về phí giữ xe", "UBND phường Phan Rang", "Mục 1", "Phí giữ xe máy là 3.000 đồng/lượt.", "Phí giữ xe",
    "in_force", DAY, DAY, None, ("phan_rang",),
)  # fmt: skip
TEXT = "Phí giữ xe máy tại chợ Phan Rang là 5.000 đồng/lượt."


def article(key: str = "a", **more: object) -> Article:
    made = Article(key, "bao", "Báo Thử", f"https://bao.example/{key}", "Phí giữ xe", NOON, None, TEXT, NOON)
    return replace(made, **more)  # type: ignore[arg-type]


def tags(key: str = "a", **more: object) -> Tags:
    made = Tags(key, "news_report", False, "giao_thong_do_thi", ("phan_rang",), "neu", True)
    return replace(made, **more)  # type: ignore[arg-type]


def claim(key: str = "a") -> Claim:
    return Claim(f"c-{key}", key, TEXT, 0, TEXT, DAY, ("phan_rang",))


def mismatch(key: str = "a", **more: object) -> Match:
    difference = Difference("amount_mismatch", "5.000 đồng", "3.000 đồng", (36, 46), (19, 29))
    made = Match(f"c-{key}", "mismatch", PAPER, (difference,), "Nội dung nêu không khớp với 12/TB-UBND.")
    return replace(made, **more)  # type: ignore[arg-type]


def sorted_out(tag: Tags, match: Match) -> Triage:
    return triage([article()], {"a": tag}, [claim()], [match], {"a": "S"})


def only(pattern: str, texts: Iterable[tuple[str, str]]) -> list[str]:
    """Names of the texts in which the pattern stands."""
    return [name for name, text in texts if re.search(pattern, text, re.IGNORECASE)]


def our_words() -> list[tuple[str, str]]:
    """Every file of the project that code, an office worker or a reader meets, but the tests and the law's own research."""
    kinds = {".py", ".html", ".toml", ".tsv", ".js", ".css", ".json", ".jsonl", ".md", ".mako", ".txt"}
    folders = ("pipeline", "sample", "data")
    files = [
        f
        for folder in folders
        for f in (ROOT / folder).rglob("*")
        if f.suffix in kinds and "__pycache__" not in f.parts
    ]
    return [(str(f.relative_to(ROOT)), f.read_text("utf-8")) for f in files]


# ---------------------------------------------------------------- rule 2: publishers only
REFUSED = (
    "https://www.facebook.com/phuong.phanrang", "https://m.facebook.com/groups/ninhthuan", "https://fb.com/x", "https://zalo.me/0900",
    "https://www.tiktok.com/@abc", "https://t.me/s/kenh", "https://youtu.be/abc", "https://x.com/abc", "https://voz.vn/f/1",
    "https://www.otofun.net/forums/1", "https://bao.example/comments/feed/", "https://rsshub.app/facebook/page/abc",
)  # fmt: skip


def refuses(folder: Path, address: str) -> bool:
    """Whether a source list with this address is refused, with a reason."""
    lines = f'[[source]]\nid = "a"\nname = "A"\nkind = "newspaper"\nurl = "https://a.example/"\nfeed = "{address}"\n'
    (folder / "sources.toml").write_text(lines, "utf-8")
    try:
        load_sources(folder)
    except ConfigError as error:
        return all(problem.found and problem.allowed for problem in error.problems)
    return False


@pytest.mark.parametrize("address", REFUSED)
def test_rule_2_a_profile_forum_or_comment_feed_is_refused(tmp_path: Path, address: str) -> None:
    assert refuses(tmp_path, address)
    assert not refuses(tmp_path, "https://a.example/rss")


def test_rule_2_would_be_seen_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_list, "refusal", lambda *_, **__: None)
    assert not refuses(tmp_path, REFUSED[0])


# ---------------------------------------------------------------- rule 3: no evidence, no flag
def unfounded(found: Triage, matches: Mapping[str, Match]) -> list[str]:
    """Flags whose match names no document, point or differing words."""

    def founded(match: Match) -> bool:
        paper = match.evidence
        return bool(
            paper and paper.number and paper.point and match.differences and match.differences[0].official_value
        )

    return [flag.id for flag in found.flags if not founded(matches[flag.claim])]


@pytest.mark.parametrize("broken", [{"evidence": None}, {"differences": ()}])
def test_rule_3_no_flag_without_document_and_words(broken: dict[str, object]) -> None:
    assert sorted_out(tags(), mismatch()).flags
    match = mismatch(**broken)
    assert unfounded(sorted_out(tags(), match), {match.claim: match}) == []
    assert sorted_out(tags(), match).flags == ()
    # the check sees a flag that stands on nothing
    assert unfounded(sorted_out(tags(), mismatch()), {match.claim: match})


@pytest.mark.parametrize("verdict", ["no_document", "match", "not_checkable"])
def test_rule_3_no_document_is_no_flag(verdict: str) -> None:
    assert sorted_out(tags(), mismatch(verdict=verdict)).flags == ()


# ---------------------------------------------------------------- rule 4: opinion is not a claim
@pytest.mark.parametrize("kind", ["opinion_criticism", "complaint", "question", "satire"])
def test_rule_4_protected_speech_is_neither_claimed_nor_flagged_nor_referred(kind: str) -> None:
    mine = tags(item_type=kind, protected=True, ground="credible_threat")
    assert check.claims(article(), mine, Gazetteer.builtin()) == []
    found = sorted_out(mine, mismatch())
    assert (found.flags, found.referrals) == ((), ())
    # the same item, unprotected, is claimed and flagged: the test can fail
    assert check.claims(article(), tags(), Gazetteer.builtin())
    assert sorted_out(tags(), mismatch()).flags


# ---------------------------------------------------------------- rule 5: tone decides nothing
def order_moves(sort: Callable[..., Triage], seed: int) -> bool:
    """Whether flags or their order change when every sentiment is drawn anew."""
    keys = [f"a{number}" for number in range(12)]
    articles = [article(key, outlet=f"Báo {number % 4}") for number, key in enumerate(keys)]
    stories = {key: f"S{number % 5}" for number, key in enumerate(keys)}
    draw = random.Random(seed)

    def flags() -> Sequence[object]:
        tone = {key: tags(key, sentiment=draw.choice(["pos", "neu", "neg"])) for key in keys}
        return sort(articles, tone, [claim(key) for key in keys], [mismatch(key) for key in keys], stories).flags

    return any(flags() != flags() for _ in range(5))


def by_tone(articles: object, tone: Mapping[str, Tags], *rest: object) -> Triage:
    """A world in which angry items come first."""
    found = triage(articles, tone, *rest)  # type: ignore[arg-type]
    return replace(found, flags=tuple(sorted(found.flags, key=lambda flag: tone[flag.article].sentiment)))


def test_rule_5_sentiment_moves_no_flag() -> None:
    assert not any(order_moves(triage, seed) for seed in range(5))
    assert any(order_moves(by_tone, seed) for seed in range(5))


def test_rule_5_no_room_that_decides_reads_sentiment() -> None:
    rooms = [(n, t) for n, t in our_words() if re.match(r"pipeline/(check|triage|stories)/", n)]
    assert rooms
    assert only(r"\.sentiment\b|\[.sentiment.\]", rooms) == []
    assert only(r"\.sentiment\b|\[.sentiment.\]", [("planted", "score -= tags.sentiment == 'neg'")]) == ["planted"]


# ---------------------------------------------------------------- rule 6: the narrow lane
NAMED_SPEECH = (
    r"xuyên tạc|chống phá|phản động|thù địch|tin xấu độc|xấu độc|anti[_ -]state|hostile[_ -]speech|harmful[_ -]speech|"
    r"tuyên truyền chống|lợi dụng (?:các )?quyền tự do|(?:điều|article) (?:117|331)\b"
)


def test_rule_6_the_grounds_are_three_and_closed() -> None:
    assert set(get_args(Ground)) == {"scam_impersonation", "scam_payment_credential", "credible_threat"}


def test_rule_6_no_label_lexicon_or_reference_to_speech_offences() -> None:
    assert only(NAMED_SPEECH, our_words()) == []
    assert only(NAMED_SPEECH, [("planted", "nhãn = 'xuyên tạc'")]) == ["planted"]


NOT_THE_ACT = (
    "Công an cảnh báo thủ đoạn giả nhân viên điện lực yêu cầu chuyển khoản và đọc mã OTP.",
    "Tôi nhận được tin nhắn bảo bấm vào liên kết để nhận tiền, may mà chưa chuyển khoản.",
    "Khởi tố ba đối tượng mạo danh cán bộ thuế yêu cầu cài ứng dụng.",
    "Điện lực nhắc khách hàng thanh toán trước ngày 15 qua ngân hàng; nhân viên không thu tiền tại nhà.",
    "Phường ra thông báo: mỗi hộ đóng 200.000 đồng làm đường.",
    "Trả lại bãi tắm cho dân, đừng để thêm một mùa hè nữa!",
    "Nghe nói sáp nhập xong thì thu lại giấy tờ nhà.",
    "Nắng như muốn giết người, chờ xe buýt mà cháy cả tóc.",
    "Bà con sẽ ra ngã tư phản đối nếu phường không trả lời trước ngày 20.",
    "Ông chủ tịch nên từ chức vì hứa mà không làm.",
)
ACT = "Chi cục thuế thông báo: quý khách vui lòng bấm vào liên kết và nhập mã OTP trước 17 giờ để không bị khóa mã số thuế."


@pytest.mark.parametrize("text", NOT_THE_ACT)
def test_rule_6_what_is_not_the_act_itself_has_no_ground(text: str) -> None:
    assert acts.scam(text).ground is None
    assert acts.threat(text).ground is None
    assert acts.scam(ACT).ground == "scam_impersonation"


@pytest.mark.parametrize("kind", ["news_report", "official_notice", "opinion_criticism", "complaint", "other"])
def test_rule_6_a_mismatch_a_rumour_or_news_cannot_be_referred(kind: str) -> None:
    assert sorted_out(tags(item_type=kind), mismatch()).referrals == ()
    assert sorted_out(tags(item_type=kind, ground="scam_impersonation"), mismatch()).referrals == ()
    assert sorted_out(tags(item_type="scam_impersonation", ground="scam_impersonation"), mismatch()).referrals


SENDERS = ("pipeline/report/deliver/mail.py", "pipeline/report/deliver/webhook.py")
"""the two files that send anything: a report's files, to the office's own mail and system"""


def test_rule_6_nothing_sends_a_referral() -> None:
    senders = r"smtplib|requests\.post|httpx\.post|client\.post|\.send_message\(|send_referral|auto_refer"
    assert only(senders, [(n, t) for n, t in our_words() if n not in SENDERS]) == []
    assert only(r"send_referral|auto_refer", our_words()) == []
    rooms = [(n, t) for n, t in our_words() if n.startswith("pipeline/report/")]
    assert {name for name, _ in rooms} >= set(SENDERS)
    # what is sent is made of a report; no file of that room knows the papers or the acts of a referral
    assert only(r"referral_papers|referral_acts|ReferralsRoom|\.referral\(|workflow\.referrals", rooms) == []


# ---------------------------------------------------------------- rule 7: more speech, not less
TAKEDOWN = r"takedown|take_down|yêu cầu (?:gỡ|xóa|hạ) (?:bài|tin|nội dung)|đề nghị (?:gỡ|xóa|hạ) (?:bài|tin|nội dung)"


def test_rule_7_there_is_no_takedown_request() -> None:
    assert only(TAKEDOWN, [(n, t) for n, t in our_words() if not n.startswith("data/")]) == []
    assert only(TAKEDOWN, [("planted", "Đề nghị gỡ bài viết này")]) == ["planted"]


def test_rule_7_praise_and_official_posts_go_through_the_same_check() -> None:
    gazetteer = Gazetteer.builtin()
    report = [c.text for c in check.claims(article(), tags(), gazetteer)]
    official = [
        c.text
        for c in check.claims(
            article(source="cong", outlet="Cổng phường"), tags(item_type="official_notice"), gazetteer
        )
    ]
    praise = [c.text for c in check.claims(article(), tags(sentiment="pos"), gazetteer)]
    assert report
    assert report == official == praise
