"""Copies, independent reports of one event, follow-ups, letters, versions."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Article, Tags
from pipeline.stories import cluster, difference, near_duplicates

MORNING = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
FERRY = (
    "Từ ngày 1/12, bến phà Hòn Đỏ tạm ngừng chạy ban đêm để thay hai cầu dẫn đã mục. Đơn vị khai thác cho biết việc thay cầu kéo dài "
    "18 ngày, người đi làm ca tối qua phà được xe trung chuyển miễn phí đón ở cổng chợ cá. Phí mỗi lượt ban ngày vẫn là 4.000 đồng."
)
FERRY_OTHER = (
    "Hai cầu dẫn của phà Hòn Đỏ sẽ được thay mới trong 18 ngày, bắt đầu 1/12. Trong thời gian này phà nghỉ chạy đêm, ai làm ca tối thì lên "
    "xe trung chuyển ở chợ cá mà không mất tiền. Ban ngày, khách vẫn trả 4.000 đồng mỗi lượt phà."
)
LIBRARY = (
    "Thư viện phường mở cửa cả sáng Chủ nhật kể từ tuần này, có góc đọc cho trẻ nhỏ và bàn học nhóm. Sách mượn về nhà được giữ mười ngày, "
    "quá hạn chỉ nhắc nhở. Thủ thư mong bà con tặng thêm sách cũ còn lành."
)


def article(
    key: str, text: str, title: str, hours: int = 0, outlet: str = "A", version: int = 1, url: str | None = None
) -> Article:
    moment = MORNING + dt.timedelta(hours=hours)
    return Article(
        key, outlet, outlet, url or f"https://{outlet}.example/{key}", title, moment, None, text, moment, version
    )


def tags(key: str, *, protected: bool = False) -> Tags:
    kind = "complaint" if protected else "news_report"
    return Tags(key, kind, protected, "giao_thong_do_thi", ("phan_rang",), "neu", True)


NEWS = [
    article("a", FERRY, "Phà Hòn Đỏ ngừng chạy đêm để thay cầu dẫn"),
    article("b", FERRY.split(". Phí")[0] + ".", "Phà Hòn Đỏ nghỉ đêm từ 1/12", 2, "B"),
    article("c", FERRY_OTHER, "Thay cầu dẫn, phà Hòn Đỏ nghỉ chạy đêm 18 ngày", 3, "C"),
    article("d", LIBRARY, "Thư viện phường mở thêm sáng Chủ nhật", 1, "D"),
    article(
        "e",
        "Nhà tôi làm ca tối, nghe phà Hòn Đỏ nghỉ đêm 18 ngày mà rầu. Xe trung chuyển đón ở chợ cá thì xa quá.",
        "Phà nghỉ đêm, tôi về bằng gì",
        4,
        "E",
    ),
]
TAGS = {a.id: tags(a.id, protected=a.id == "e") for a in NEWS}


def groups(found: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(k for k, v in found.items() if v == s) for s in set(found.values())}


def test_copies_and_independent_reports_share_a_story_letters_do_not() -> None:
    assert groups(cluster(NEWS, TAGS)) == {frozenset("abc"), frozenset("d"), frozenset("e")}


def test_a_shortened_copy_is_a_near_duplicate_a_rewrite_is_not() -> None:
    assert set(near_duplicates(NEWS)) == {("a", "b")}


@settings(max_examples=15, deadline=None)
@given(st.permutations(NEWS))
def test_the_order_of_articles_changes_nothing(news: list[Article]) -> None:
    assert cluster(news, TAGS) == cluster(NEWS, TAGS)


def test_versions_of_a_page_share_a_story() -> None:
    edited = article("a2", LIBRARY, "Chuyện khác hẳn", 5, "A", 2, NEWS[0].url)
    found = cluster([*NEWS, edited], TAGS | {"a2": tags("a2")})
    assert found["a"] == found["a2"]


def test_a_report_of_another_week_is_another_story() -> None:
    late = article("z", FERRY_OTHER, "Phà Hòn Đỏ", 24 * 9, "Z")
    found = cluster([NEWS[0], late], {"a": tags("a"), "z": tags("z")})
    assert found["a"] != found["z"]


def test_nothing_in_nothing_out() -> None:
    assert cluster([], {}) == {}


def test_what_an_edit_changed_comes_title_first_then_figures_and_dates() -> None:
    old = article("a", "Phà nghỉ 18 ngày. Phí là 4.000 đồng một lượt. Mở lại ngày 18/12/2026.", "Phà nghỉ 18 ngày")
    new = article("b", "Phà nghỉ 18 ngày. Phí là 5.000 đồng một lượt. Mở lại ngày 19/12/2026.", "Phà nghỉ gần ba tuần")
    found = difference(old, new)
    assert [c.kind for c in found[:3]] == ["title", "figure", "date"]
    assert "4.000" in found[1].before
    assert "5.000" in found[1].after
    assert difference(old, old) == []


def test_wrong_tags_neither_part_reports_nor_bring_a_letter_in() -> None:
    wrong = TAGS | {
        "a": Tags("a", "complaint", True, "khac", ("ninh_chu",), "neg", True),
        "c": Tags("c", "official_notice", False, "nong_ngu_nghiep", (), "neu", True),
        "e": tags("e"),
    }
    assert groups(cluster(NEWS, wrong)) == {frozenset("abc"), frozenset("d"), frozenset("e")}


def test_without_tags_the_words_decide() -> None:
    assert groups(cluster(NEWS, {})) == {frozenset("abc"), frozenset("d"), frozenset("e")}


def test_a_follow_up_with_news_of_its_own_stays_apart() -> None:
    later = article(
        "f",
        "Chủ phà Hòn Đỏ vừa mua thêm một chiếc phà hai tầng chở được sáu ô tô. Con phà cũ sẽ được bán lại cho bến bên kia sông "
        "với giá thỏa thuận. Lái phà mới phải qua lớp học lái một tuần.",
        "Hòn Đỏ có phà hai tầng",
        27,
        "F",
    )
    found = cluster([*NEWS, later], TAGS | {"f": tags("f")})
    assert found["f"] != found["a"]


def test_a_title_shared_outweighs_topics_that_the_machine_tells_apart() -> None:
    """A long piece has more than one topic: two heads of a mixed report may name different ones."""
    titles = (
        "Đò Cây Da nghỉ ngày bão, học sinh nghỉ theo",
        "Lớp học nghỉ theo đò",
        "Bến bãi lo chằng chống trước bão",
    )
    texts = (
        "Đò ngang Cây Da thôi chở khách từ sáng mai. Trường bên kia sông cho trò ở nhà, thầy cô gửi bài qua loa xóm.",
        "Các lớp đóng cửa hai hôm. Bài vở sẽ đọc lại vào chiều thứ Bảy, ai thiếu sách thì mượn ở tủ chung của xóm.",
        "Thuyền neo kín vịnh, chủ bè chằng thêm dây. Gió đã mạnh lên từ trưa, sóng tràn qua kè đá ở phía nam.",
    )
    news = [
        article(k, text, title, i, k.upper())
        for i, (k, text, title) in enumerate(zip("pqr", texts, titles, strict=True))
    ]
    split = {
        a.id: Tags(a.id, "news_report", False, topic, ("phan_rang",), "neu", True)
        for a, topic in zip(news, ("giao_duc", "thien_tai", "thien_tai"), strict=True)
    }
    filler = [
        article(f"n{i}", text, title, i, f"N{i}")
        for i, (text, title) in enumerate(((LIBRARY, "Thư viện mở cửa"), (FERRY, "Phà nghỉ đêm")))
    ]
    found = cluster([*news, *filler], split | {a.id: tags(a.id) for a in filler})
    assert found["p"] == found["q"] != found["r"]
