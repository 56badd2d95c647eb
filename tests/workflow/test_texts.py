"""Drafts, figures read aloud, and the pages for outside: what stands in them and what cannot."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import OfficeInfo
from pipeline.language.values import values
from pipeline.records import Evidence
from pipeline.workflow import letters, printing
from pipeline.workflow.corrections import Form, Origin
from pipeline.workflow.referrals import ADVICE, QUESTIONS, Paper, ReferralAct, ReferralCase
from pipeline.workflow.spoken import aloud, number

from .test_machines import NOW, ONE

OFFICE = OfficeInfo(
    name="Ủy ban nhân dân phường Mẫu", unit="Phòng Văn hóa - Xã hội", place="Mẫu", police_liaison="Công an phường Mẫu",
    phone="0259 000 111", email="vhxh@mau.example", website="https://mau.example/",
)  # fmt: skip
FACTS = letters.Facts(
    "Báo Thử", "Giá rác mới", "https://bao.example/1", dt.date(2026, 11, 20), "Mỗi hộ đóng 42.000 đồng/hộ/tháng.",
    "mismatch", "42.000 đồng/hộ/tháng", "32.000 đồng/hộ/tháng",
    "Quyết định số 71/2026/QĐ-UBND ngày 10/11/2026 của UBND tỉnh", "Điều 2", "Hộ gia đình: 32.000 đồng/hộ/tháng.",
)  # fmt: skip
LOADED = r"sai sự thật|bịa|xuyên|nghiêm trọng|ác ý|cố tình|trắng trợn|độc|tin giả|gỡ|xóa bài|hạ bài"


@pytest.mark.parametrize("form", ["website", "letter"])
@pytest.mark.parametrize("origin", ["own", "other_agency", "press", "unknown"])
@pytest.mark.parametrize("kind", ["mismatch", "partial", "outdated", "official_error"])
def test_a_draft_names_document_and_point_and_judges_nobody(form: Form, origin: Origin, kind: str) -> None:
    heading, body = letters.draft(replace(FACTS, kind=kind), origin, form, OFFICE)  # type: ignore[arg-type]
    for words in ("71/2026/QĐ-UBND", "Điều 2", "Hộ gia đình: 32.000 đồng/hộ/tháng", "Mỗi hộ đóng 42.000"):
        assert words in body
    assert not re.search(LOADED, f"{heading} {body}", re.IGNORECASE)
    assert ".." not in body
    assert (OFFICE.name in body.split(", trong đó nêu")[0]) == (origin == "own") or form == "letter"


def test_the_loudspeaker_reads_no_figure() -> None:
    heading, body = letters.draft(FACTS, "own", "loudspeaker", OFFICE)
    assert not re.search(r"[\d/%²]", heading + body)
    assert "ba mươi hai nghìn đồng một hộ một tháng" in body
    assert all(len(line) < 300 for line in body.splitlines())


@settings(deadline=None, max_examples=60)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_read_aloud_is_read_back(value: int) -> None:
    (found,) = values(f"{number(value)} đồng") if value else values("0 đồng")
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "lúc 7:30 ngày 05/04/2027",
            "lúc bảy giờ ba mươi ngày mùng năm tháng tư năm hai nghìn không trăm hai mươi bảy",
        ),
        ("Nghị quyết số 17/NQ-HĐND", "Nghị quyết số mười bảy"),
        ("giảm 3,5%", "giảm ba phẩy năm phần trăm"),
        ("20 m² đất, 1.500 hộ", "hai mươi mét vuông đất, một nghìn năm trăm hộ"),
        ("32.000 đồng/hộ/tháng", "ba mươi hai nghìn đồng một hộ một tháng"),
        ("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội"),
    ],
)
def test_figures_as_the_loudspeaker_says_them(text: str, words: str) -> None:
    assert aloud(text) == words


def test_numbers_outside_are_refused() -> None:
    for value in (-1, 10**12):
        with pytest.raises(ValueError):
            number(value)


def test_a_paper_is_cited_by_kind_number_day_and_issuer() -> None:
    day = dt.date(2026, 11, 10)
    proof = Evidence("d", "71/2026/QĐ-UBND", "Giá rác", "UBND tỉnh", "Điều 2", "…", "", "in_force", day, day, None, ())
    assert letters.paper(proof) == "Quyết định số 71/2026/QĐ-UBND ngày 10/11/2026 của UBND tỉnh"
    assert letters.paper(replace(proof, number="", issued=None)) == "Văn bản “Giá rác” của UBND tỉnh"


OUT = replace(
    ONE, state="published", machine=False, published_at=NOW, heading="Đính chính giá rác", body="Lời một.\nLời hai."
)
SCRIPT = "<script>alert(1)</script>"


def test_the_public_page_says_who_to_tell_of_an_error_in_it() -> None:
    text = printing.correction_page(OUT, OFFICE)
    assert "Báo lỗi trong bản đính chính này" in text
    assert 'href="tel:0259000111"' in text
    assert "mailto:vhxh@mau.example" in text
    assert "máy soạn" not in text
    bare = printing.correction_page(OUT, replace(OFFICE, phone="", email=""))
    assert "mailto:" not in bare
    assert "Đến trực tiếp" in bare


def test_what_was_not_published_is_not_public() -> None:
    with pytest.raises(ValueError):
        printing.correction_page(ONE, OFFICE)
    assert "Chưa có bản đính chính nào" in printing.corrections_page([ONE], OFFICE)
    assert printing.claim_review(ONE, OFFICE) is None


@pytest.mark.parametrize(
    "field", ["heading", "body", "claim", "outlet", "title", "paper", "passage", "url", "words_before"]
)
def test_nothing_from_outside_runs_on_a_public_page(field: str) -> None:
    text = printing.correction_page(replace(OUT, **{field: f"</dd>{SCRIPT}"}), OFFICE)  # type: ignore[arg-type]
    assert SCRIPT not in text
    assert (
        "javascript:"
        not in printing.correction_page(replace(OUT, url="javascript:alert(1)"), OFFICE)
        .split("</main>")[0]
        .split("href")[-1]
    )


def test_claim_review_rates_claims_of_organisations_only() -> None:
    review = printing.claim_review(OUT, OFFICE)
    assert review is not None
    assert review["url"] == "https://mau.example/dinh-chinh/x.html"
    assert (review["reviewRating"]["ratingValue"], review["reviewRating"]["alternateName"]) == (
        2,
        "Contradicts official document",
    )
    assert {review["author"]["@type"], review["itemReviewed"]["author"]["@type"]} == {"Organization"}
    assert "Person" not in json.dumps(review)
    for none in (replace(OUT, verdict="official_error"), replace(OUT, state="withdrawn")):
        assert printing.claim_review(none, OFFICE) is None
    page = printing.correction_page(OUT, OFFICE)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == review


PAPER = Paper("Bấm vào liên kết và nhập mã OTP.", "otp", "residents", "0900 111 222")
CASE = ReferralCase(
    "a1", "https://bao.example/1", "Báo Thử", "scam_payment_credential", "proposed", "ab" * 32, "", PAPER,
    (ReferralAct(1, "prepare", "cv1", "Chuyên viên 1", "reviewer", NOW, "", ""),
     ReferralAct(2, "sign", "cv1", "Chuyên viên 1", "reviewer", NOW, "", "")),
)  # fmt: skip


def test_the_slip_advises_the_victim_first_and_shows_what_was_signed() -> None:
    text = printing.slip(CASE, OFFICE)
    order = [text.index(words) for words in (ADVICE[CASE.ground][0], "2. Căn cứ", PAPER.quote, CASE.url, CASE.capture)]
    assert order == sorted(order)
    assert PAPER.digest(CASE.url, CASE.capture, CASE.ground) in text
    assert "DỰ THẢO" in text
    assert "(chưa ký)" in text
    both = replace(
        CASE,
        state="signed",
        acts=(*CASE.acts, ReferralAct(3, "sign", "tp", "Người phát ngôn", "spokesperson", NOW, "", "")),
    )
    signed = printing.slip(both, OFFICE)
    assert "DỰ THẢO" not in signed
    assert "(chưa ký)" not in signed
    with pytest.raises(ValueError):
        printing.slip(replace(CASE, paper=None), OFFICE)


def test_the_slip_of_a_threat_prints_the_six_answers() -> None:
    answers = {name: f"Lời đáp cho {name}." for name in QUESTIONS}
    threat = replace(
        CASE, ground="credible_threat", paper=Paper("Tối mai tôi đốt.", "violence", "staff", answers=answers)
    )
    text = printing.slip(threat, OFFICE)
    assert all(words in text for words in answers.values())
    assert SCRIPT not in printing.slip(replace(CASE, paper=replace(PAPER, indicator=SCRIPT)), OFFICE)
