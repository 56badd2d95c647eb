"""Sealed backups: nothing readable without the passphrase, an end, and what was forgotten stays forgotten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.store import Store, StoreError, backups, open_store, sealing

from .conftest import PAGE, Announce, Clock
from .test_keeping import OTHER, fill

SECRET = "một mật khẩu đủ dài"
KEEP = dt.timedelta(days=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "usb"


def back_up(store: Store, folder: Path) -> Path:
    return backups.back_up(store, folder, SECRET, KEEP, "admin")


def restore(store: Store, sealed: Path, clock: Clock, passphrase: str = SECRET) -> Store:
    assert store.file is not None
    backups.restore(store.file, sealed, passphrase, lambda where: open_store(where, clock=clock), clock(), "admin")
    return open_store(store.file, clock=clock)


def urls(store: Store) -> set[str]:
    return {one.url for one in store.articles()}


def test_a_backup_says_nothing_without_the_passphrase(
    store: Store, announce: Announce, clock: Clock, folder: Path
) -> None:
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    raw = sealed.read_bytes()
    assert "Lời 1".encode() not in raw
    assert b"SQLite" not in raw
    assert store.file is not None
    assert not list(store.file.parent.glob(".tam-*"))
    for wrong in ("một mật khẩu khác hẳn", SECRET.upper()):
        with pytest.raises(sealing.SealError, match="sai mật khẩu"):
            restore(store, sealed, clock, wrong)
    with pytest.raises(sealing.SealError, match="ít nhất"):
        backups.back_up(store, folder, "ngắn", KEEP, "admin")
    assert urls(store) == {PAGE, OTHER}


@pytest.mark.parametrize("damage", ["cut", "changed", "longer", "swapped", "later"])
def test_a_damaged_backup_is_refused_and_the_store_stays(
    store: Store, announce: Announce, clock: Clock, folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "PIECE", 2048)
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    raw = bytearray(sealed.read_bytes())
    start = raw.index(b"}") + 1
    size = 2048 + sealing.TAG
    assert len(raw) > start + 2 * size
    if damage == "cut":
        del raw[start + size :]
    elif damage == "changed":
        raw[-3] ^= 1
    elif damage == "longer":
        raw += raw[-5:]
    elif damage == "swapped":
        raw[start : start + 2 * size] = raw[start + size : start + 2 * size] + raw[start : start + size]
    else:
        raw[:start] = raw[:start].replace(b"2027", b"2029")
    sealed.write_bytes(raw)
    with pytest.raises(sealing.SealError):
        restore(store, sealed, clock)
    assert urls(store) == {PAGE, OTHER}


def test_the_way_back_forgets_again(store: Store, announce: Announce, clock: Clock, folder: Path) -> None:
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    clock.forward(days=1)
    store.forget(url=PAGE)
    head = store.audit_head()
    again = restore(store, sealed, clock)
    assert urls(again) == {OTHER}
    line = list(again.audit_lines())[-1]
    assert (line["action"], line["object_id"], line["decision"]) == ("backup.restore", sealed.name, head)
    assert again.verify_audit().sound
    assert not again.verify_audit(head).sound


def test_a_lost_disk_does_not_bring_back_what_was_forgotten(
    store: Store, announce: Announce, clock: Clock, folder: Path
) -> None:
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    store.forget(url=PAGE)
    backups.write_ledger(store, folder)
    ledger = (folder / backups.LEDGER).read_text("utf-8")
    assert PAGE not in ledger
    store.close()
    assert store.file is not None
    for file in [*store.file.parent.glob("kho.sqlite3*"), store.file.parent / backups.LEDGER]:
        file.unlink()
    assert urls(restore(store, sealed, clock)) == {OTHER}
    (folder / backups.LEDGER).write_text("{hỏng\n", "utf-8")
    with pytest.raises(StoreError, match="dòng 1"):
        restore(store, sealed, clock)


def test_retention_holds_in_a_restored_store(store: Store, announce: Announce, clock: Clock, folder: Path) -> None:
    fill(store, announce, clock)
    sealed = backups.back_up(store, folder, SECRET, dt.timedelta(days=3000), "admin")
    clock.forward(days=731)
    again = restore(store, sealed, clock)
    assert urls(again) == set()
    with again.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM captures").scalar_one() == 0


def test_backups_end(store: Store, announce: Announce, clock: Clock, folder: Path) -> None:
    fill(store, announce, clock)
    first = back_up(store, folder)
    copy = folder / "chép-riêng.khác"
    copy.write_bytes(first.read_bytes())
    clock.forward(days=61)
    with pytest.raises(StoreError, match="hết hạn"):
        restore(store, copy, clock)
    second = back_up(store, folder)
    assert not first.exists()
    assert [file for file, _ in backups.described(folder.iterdir())] == [copy, second]
    assert list(store.audit_lines())[-1]["decision"] == "1 bản hết hạn đã xóa"


def test_a_store_open_elsewhere_sees_the_restored_content(
    store: Store, announce: Announce, clock: Clock, folder: Path
) -> None:
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    for key in ("x1", "x2"):
        store.note("analyst", "việc", key)
    restore(store, sealed, clock).close()
    assert not any(line["action"] == "việc" for line in store.audit_lines())
    assert urls(store) == {PAGE, OTHER}


def test_the_store_before_the_restore_is_kept_for_a_while(
    store: Store, announce: Announce, clock: Clock, folder: Path
) -> None:
    fill(store, announce, clock)
    sealed = back_up(store, folder)
    store.note("analyst", "việc", "x")
    assert store.file is not None
    done = backups.restore(store.file, sealed, SECRET, lambda where: open_store(where, clock=clock), clock(), "admin")
    assert done.set_aside is not None
    aside = open_store(done.set_aside, clock=clock)
    assert any(line["action"] == "việc" for line in aside.audit_lines())
    aside.close()
