"""A correction from the reviewer's hand to the spokesperson's and on: no typed word is lost, each state names the next step."""

from __future__ import annotations

from .test_deciding import decide, form, page_of, queue


def drafted(web, flag: str) -> str:
    """A correction's path, edited once by a reviewer."""
    decide(web, flag, "mismatch")
    sent = form(page_of(web, flag), f"{flag}/dinh-chinh")
    where = web.post(f"{flag}/dinh-chinh", data=sent, follow_redirects=False).headers["location"]
    assert web.post(f"{where}/sua", data=form(page_of(web, where), f"{where}/sua")).status_code == 200
    return where


def test_what_the_spokesperson_typed_and_did_not_keep_is_published_with_the_rest(desk):
    web, head = desk.as_("truc1"), desk.as_("phatngon")
    where = drafted(web, queue(web)[0])
    fields = form(page_of(head, where), f"{where}/phat-hanh")
    fields["body"] += "\nNgười phát ngôn thêm câu này rồi bấm phát hành."
    assert head.post(f"{where}/phat-hanh", data=fields, follow_redirects=False).status_code == 303
    assert "Người phát ngôn thêm câu này" in web.get(f"{where}/trang-cong-bo").text
    one = desk.store.correction(where.rsplit("/", 1)[1])
    assert [step.step for step in one.steps] == ["draft", "edit", "edit", "publish"]


def test_each_state_of_a_correction_says_what_comes_next(desk):
    web, head = desk.as_("truc1"), desk.as_("phatngon")
    where = drafted(web, queue(web)[0])
    assert "chờ người phát ngôn phát hành" in page_of(web, where).text
    page = page_of(head, where)
    assert "bấm Phát hành" in page.text
    assert head.post(f"{where}/phat-hanh", data=form(page, f"{where}/phat-hanh")).status_code == 200
    for step, told in (("send", "in trang công bố"), ("answer", "chờ trả lời"), ("fix", "đã sửa chưa")):
        page = page_of(head, where)
        assert told in page.select_one(".done").text
        assert head.post(f"{where}/buoc", data=form(page, f"{where}/buoc") | {"step": step}).status_code == 200
    assert page_of(head, where).select_one(".done") is None
