"""Corrections, the referral lane, uploads, our own drafts, search and trends, through the pages."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.records import Article, Capture, Entry, Referral, Tags

from .conftest import NOW
from .test_deciding import decide, form, page_of, queue

SCAM = "Chuyển 5 triệu đồng vào tài khoản phí hồ sơ trước 17 giờ hôm nay, gửi kèm mã OTP để được cấp sổ."


def add(desk, key: str, title: str, text: str, **tags) -> Article:
    """A page of the press with its tags, as a pass leaves it."""
    url = f"https://bao.example/{key}.html"
    body = text.encode()
    seal = hashlib.sha256(body).hexdigest()
    desk.store.import_page(url, Capture("bao", url, url, 200, (), NOW, body, seal), Entry("bao", url, title), NOW)
    made = Article(key, "bao", "Báo Thử", url, title, NOW, None, text, NOW, capture=seal)
    kept = desk.store.save_reading(seal, url, "1", made, None)
    told = {"item_type": "news_report", "protected": False, "ground": None} | tags
    found = Tags(key, topic="an_ninh_lua_dao", places=(), sentiment="neu", about_local_policy=True, **told)
    desk.store.save_tags(found)
    return kept


@pytest.fixture
def scam(desk) -> Article:
    page = add(desk, "rao", "Nhận làm sổ nhanh", f"Nhận làm sổ đất.\n{SCAM}", item_type="scam_impersonation",
               ground="scam_payment_credential")  # fmt: skip
    flags = desk.store.flags()
    desk.store.replace_flags(flags, [Referral(page.id, page.url, "scam_payment_credential")], "1", NOW)
    return page


def test_a_correction_from_draft_to_public_page(desk):
    web, head = desk.as_("truc1"), desk.as_("phatngon")
    flag = queue(web)[0]
    decide(web, flag, "mismatch")
    sent = form(page_of(web, flag), f"{flag}/dinh-chinh")
    where = web.post(f"{flag}/dinh-chinh", data=sent, follow_redirects=False).headers["location"]
    page = page_of(web, where)
    assert "bản nháp do máy soạn, chưa duyệt" in page.h1.text
    assert page.select_one(f'form[action="{where}/phat-hanh"]') is None
    fields = form(page, f"{where}/sua")
    fields["body"] += "\nPhòng Văn hóa đã kiểm tra."
    assert web.post(f"{where}/sua", data=fields, follow_redirects=False).status_code == 303
    assert "máy soạn" not in page_of(web, where).h1.text
    assert web.post(f"{where}/phat-hanh", data=fields, follow_redirects=False).status_code == 403
    assert web.get(f"{where}/trang-cong-bo").status_code == 404
    fields = form(page_of(head, where), f"{where}/phat-hanh")
    assert head.post(f"{where}/phat-hanh", data=fields, follow_redirects=False).status_code == 303
    public = web.get(f"{where}/trang-cong-bo")
    assert "ClaimReview" in public.text
    assert "Phòng Văn hóa đã kiểm tra" in public.text
    fields = form(page_of(head, where), f"{where}/buoc") | {"step": "send", "note": "công văn 12"}
    assert web.post(f"{where}/buoc", data=fields | {"csrf": form(page_of(web, where), f"{where}/buoc")["csrf"]},
                    follow_redirects=False).status_code == 303  # fmt: skip
    assert "đã gửi" in page_of(web, where).text


def test_an_edit_with_an_old_page_loses_nobody_s_words(desk):
    one, two = desk.as_("truc1"), desk.as_("truc2")
    flag = queue(one)[0]
    decide(one, flag, "mismatch")
    sent = form(page_of(one, flag), f"{flag}/dinh-chinh")
    where = one.post(f"{flag}/dinh-chinh", data=sent, follow_redirects=False).headers["location"]
    old = form(page_of(two, where), f"{where}/sua")
    first = form(page_of(one, where), f"{where}/sua")
    one.post(f"{where}/sua", data=first | {"body": "Lời của người thứ nhất."})
    late = two.post(f"{where}/sua", data=old | {"body": "Lời của người thứ hai."})
    assert late.status_code == 409
    assert "Lời của người thứ hai." in late.text
    assert "Chuyên viên trực 1" in late.text
    (kept,) = desk.store.corrections()
    assert kept.body == "Lời của người thứ nhất."


def paper(web, where: str) -> dict[str, str]:
    return form(page_of(web, where), f"{where}/lap") | {
        "quote": SCAM,
        "demand": "money",
        "harmed": "residents",
        "indicator": "0123456789",
    }


def test_two_different_people_sign_and_the_liaison_reads_only_then(desk, scam):
    one, head, police = desk.as_("truc1"), desk.as_("phatngon"), desk.as_("daumoi")
    where = f"/chuyen-cong-an/{scam.id}"
    assert police.get(where).status_code == police.get(f"{where}/phieu").status_code == 404
    assert one.post(f"{where}/lap", data=paper(one, where), follow_redirects=False).status_code == 303
    sign = lambda web: web.post(  # noqa: E731
        f"{where}/ky", data=form(page_of(web, where), f"{where}/ky"), follow_redirects=False
    )
    again = form(page_of(one, where), f"{where}/ky")
    assert sign(one).status_code == 303
    assert one.post(f"{where}/ky", data=again, follow_redirects=False).status_code in (409, 422)
    second = desk.as_("truc2")
    assert page_of(second, where).select_one(f'form[action="{where}/ky"]') is None
    assert police.get(where).status_code == 404
    assert sign(head).status_code == 303
    read = page_of(police, where)
    assert SCAM in read.text
    assert "Nhận làm sổ đất." not in read.text  # the paper, not the page
    assert not read.select(f'form[action^="{where}"]')
    assert police.get(f"{where}/phieu").status_code == 200
    lines = [(line["actor_role_id"], line["action"], line["object_id"]) for line in desk.store.audit_lines()]
    assert lines.count(("liaison:daumoi", "referral.read", scam.id)) == 2
    assert ("liaison:daumoi", "referral.attempt", scam.id) in lines


def test_a_refusal_is_counted_and_final(desk, scam):
    web = desk.as_("truc1")
    where = f"/chuyen-cong-an/{scam.id}"
    sent = form(page_of(web, where), f"{where}/tu-choi")
    assert web.post(f"{where}/tu-choi", data=sent).status_code == 422
    assert web.post(f"{where}/tu-choi", data=sent | {"reason": "no_victim"}, follow_redirects=False).status_code == 303
    assert "đã từ chối" in page_of(web, where).h1.text
    assert web.post(f"{where}/lap", data=sent | {"quote": SCAM}).status_code == 422
    assert desk.store.referrals()[0].state == "refused"


KINDS = ["news_report", "official_notice", "opinion_criticism", "complaint", "question", "satire", "advertisement"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_can_be_referred_by_a_form(desk, scam, kind):
    one, head = desk.as_("truc1"), desk.as_("phatngon")
    protected = kind in ("opinion_criticism", "complaint", "question", "satire")
    page = add(desk, f"x-{kind}", "Bài thường", f"Bài viết. {SCAM}", item_type=kind, protected=protected)
    sent = paper(one, f"/chuyen-cong-an/{scam.id}")
    before = sum(line["action"] == "referral.attempt" for line in desk.store.audit_lines())
    for web in (one, head):
        csrf = {"csrf": form(page_of(web, "/mat-khau"), "/mat-khau")["csrf"]}
        for deed in ("lap", "ky", "tu-choi"):
            if web is head and deed == "lap":
                continue
            answer = web.post(
                f"/chuyen-cong-an/{page.id}/{deed}", data=sent | csrf | {"token": "0.", "reason": "other"}
            )
            assert answer.status_code == 422
    after = sum(line["action"] == "referral.attempt" for line in desk.store.audit_lines())
    assert after >= before + 5
    assert [one.article for one in desk.store.referrals()] == [scam.id]


PAPER = """ỦY BAN NHÂN DÂN
PHƯỜNG PHAN RANG
Số: 88/2026/QĐ-UBND
Phan Rang, ngày 02 tháng 11 năm 2026
QUYẾT ĐỊNH
Ban hành mức giá gửi xe tại chợ
Điều 1. Mức giá gửi xe máy là 4.000 đồng một lượt.
Điều 2. Quyết định này có hiệu lực từ ngày 15 tháng 11 năm 2026.
"""


def bring(web, name: str, data: bytes):
    fields = form(page_of(web, "/van-ban/them"), "/van-ban/them")
    return web.post("/van-ban/them", data=fields, files={"file": (name, data, "text/plain")})


def test_a_document_is_shown_before_it_is_kept(desk):
    web, other = desk.as_("nguon1"), desk.as_("truc1")
    answer = bring(web, "gia-xe.txt", PAPER.encode())
    assert answer.status_code == 200, answer.text
    assert "88/2026/QĐ-UBND" in answer.text
    assert "4.000 đồng" in answer.text
    count = len(desk.store.documents())
    from bs4 import BeautifulSoup

    sent = form(BeautifulSoup(answer.text, "html.parser"), "/van-ban/them/luu")
    theft = sent | {"csrf": form(page_of(other, "/mat-khau"), "/mat-khau")["csrf"]}
    assert other.post("/van-ban/them/luu", data=theft).status_code == 409
    old = desk.store.documents()[0]
    kept = web.post("/van-ban/them/luu", data=sent | {"replaces": old.id}, follow_redirects=False)
    assert len(desk.store.documents()) == count + 1
    assert "4.000 đồng" in page_of(web, kept.headers["location"]).text
    assert "đã được thay bằng 88/2026/QĐ-UBND" in page_of(web, f"/van-ban/{old.id}").text
    assert web.post("/van-ban/them/luu", data=sent).status_code == 409
    where = kept.headers["location"]
    sent = form(page_of(web, where), f"{where}/ngung")
    assert web.post(f"{where}/ngung", data=sent, follow_redirects=False).status_code == 303
    assert "Đã thôi dùng" in page_of(web, where).text


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd.txt",
        "..\\..\\office.toml.txt",
        "/tmp/../../x.txt",
        "a\x00b.txt",
        '<img src=x onerror="alert(1)">.txt',
        "x" * 3000 + ".txt",
        "....txt",
    ],
)
def test_path_traversal_and_script_in_a_file_name(desk, name):
    before = sorted(desk.office.directory.rglob("*"))
    answer = bring(desk.as_("nguon1"), name, PAPER.encode())
    assert answer.status_code in (200, 400, 422)
    assert "<img src=x" not in answer.text
    assert sorted(desk.office.directory.rglob("*")) == before


def test_an_upload_too_large_or_unreadable_is_said_in_words(desk):
    web = desk.as_("nguon1")
    assert "Chưa đọc được" in bring(web, "x.exe", b"MZ" * 100).text
    assert bring(web, "x.pdf", b"%PDF-1.4 broken").status_code == 422
    assert bring(web, "", b"").status_code in (400, 422)
    fields = form(page_of(web, "/van-ban/them"), "/van-ban/them")
    huge = {"content-length": "70000000", "content-type": "multipart/form-data; boundary=x"}
    assert web.post("/van-ban/them", content=b"", headers=huge).status_code == 413
    assert web.post("/kiem-ban-nhap", data=fields | {"text": "a" * 70_000}).status_code == 400


def test_our_own_draft_is_checked_and_not_kept(desk):
    web = desk.as_("truc1")
    desk.as_("nguon1")
    from bs4 import BeautifulSoup

    shown = bring(desk.as_("nguon1"), "gia-xe.txt", PAPER.encode())
    desk.as_("nguon1").post(
        "/van-ban/them/luu", data=form(BeautifulSoup(shown.text, "html.parser"), "/van-ban/them/luu")
    )
    fields = form(page_of(web, "/kiem-ban-nhap"), "/kiem-ban-nhap")
    text = "Từ ngày 15/11/2026, mức giá gửi xe máy tại chợ phường Phan Rang là 6.000 đồng một lượt."
    answer = web.post("/kiem-ban-nhap", data=fields | {"text": text}, files={"file": ("", b"")})
    assert answer.status_code == 200
    assert "1 chỗ không khớp" in answer.text
    assert "4.000 đồng" in answer.text
    right = web.post("/kiem-ban-nhap", data=fields | {"text": text.replace("6.000", "4.000")})
    assert "Không thấy chỗ nào không khớp" in right.text
    assert web.post("/kiem-ban-nhap", data=fields | {"text": ""}).status_code == 422
    assert list(desk.store.search_articles("6.000 đồng một lượt", 5)) == []


def test_search_with_and_without_diacritics(desk):
    web = desk.as_("truc1")
    add(desk, "cho", "Chợ đêm mở lại", "Chợ đêm ven biển mở lại từ tuần sau, có bãi giữ xe rộng.")
    for asked in ("chợ đêm ven biển", "cho dem ven bien", '"bãi giữ xe"', "CHỢ ĐÊM"):
        assert "Chợ đêm mở lại" in web.get("/tim", params={"q": asked}).text, asked
    assert "Chợ đêm mở lại" not in web.get("/tim", params={"q": "chờ đêm"}).text
    assert "Không có bài hay văn bản nào" in web.get("/tim", params={"q": "zzzz"}).text
    document = desk.store.documents()[0]
    word = document.passages[0].text.split()[:4]
    assert document.id in web.get("/tim", params={"q": " ".join(word)}).text
    for odd in ('"', "' OR 1=1", "NEAR(", "*", "a" * 5000, "<script>"):
        answer = web.get("/tim", params={"q": odd})
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace('<script src="/static/keys.js" defer></script>', "")


def test_trends_are_a_picture_and_a_table_of_the_same_numbers(desk):
    web = desk.as_("truc1")
    for n in range(3):
        add(desk, f"t{n}", f"Tin {n}", "Tin về lừa đảo.")
    page = page_of(web, "/xu-huong")
    name, *counts = [cell.text for cell in page.select_one("tbody tr").select("th, td")]
    picture = page.select_one(f'svg[aria-label^="{name}"]')
    assert picture["aria-label"] == f"{name}: {', '.join(counts)} tin mỗi tuần"
    assert len(picture.select("rect")) == len(counts) == 8


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'


def test_xss_text_of_the_press_is_only_ever_text(desk):
    web = desk.as_("phatngon")
    flag = desk.store.open_flags("correction")[0]
    page = next(iter(desk.store.articles(ids=[flag.article])))
    with desk.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE articles SET title = ?, text = text || ?, outlet = ?, url = ? WHERE id = ?",
            (HOSTILE, HOSTILE, HOSTILE, f"javascript:alert(1)//{HOSTILE}", page.id),
        )
        connection.exec_driver_sql("UPDATE documents SET title = ?, issuer = ?, file = ?", (HOSTILE, HOSTILE, HOSTILE))
        connection.exec_driver_sql("UPDATE passages SET point = ?", (HOSTILE,))
    document = desk.store.documents()[0].id
    asked = [
        "/",
        f"/k/{flag.id}",
        "/can-dinh-chinh",
        "/van-ban",
        f"/van-ban/{document}",
        f"/tim?q={HOSTILE}",
        "/nhat-ky",
    ]
    for path in [*asked, f"/dang-nhap?tiep={HOSTILE}", f"/k/{HOSTILE}", f"/?vua={HOSTILE}"]:
        text = web.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert 'href="javascript:' not in text, path
        assert "{{7*7}}" in text or "49" not in text or path not in asked[:2]
