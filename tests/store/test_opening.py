"""Opening: corruption, migrations, backups, drives, clocks, two passes at once, a kill in the middle."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from pipeline.store import Store, StoreError, open_store, opening
from pipeline.store.tables import metadata

from .conftest import FEED, MORNING, PAGE, Clock, capture, entry, health, state

SEARCH = ("passages_search", "articles_search")
"""full-text tables, which the metadata does not know"""


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    with store.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    ours = [step for step in found if not (step[0] == "remove_table" and step[1].name.startswith(SEARCH))]
    assert ours == []


def test_connections_keep_what_was_promised(store: Store) -> None:
    with store.engine.connect() as connection:
        pragma = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 2, 1)


def test_a_corrupt_store_is_set_aside_and_the_latest_backup_offered(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "kho.sqlite3"
    open_store(file, clock=clock).close()
    copy = opening.back_up(file, "thu")
    raw = bytearray(file.read_bytes())
    raw[1000:9000] = b"\x5a" * 8000
    file.write_bytes(raw)
    with pytest.raises(StoreError) as caught:
        open_store(file, clock=clock)
    assert str(copy) in str(caught.value)
    (aside,) = tmp_path.glob("kho.sqlite3.hong-*")
    assert aside.read_bytes() == bytes(raw)
    assert not file.exists()
    open_store(file, clock=clock).close()


def test_something_that_is_no_store_is_set_aside_too(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "kho.sqlite3").write_bytes(b"khong phai kho du lieu" * 400)
    with pytest.raises(StoreError, match="hỏng"):
        open_store(tmp_path / "kho.sqlite3", clock=clock)


def older(file: Path) -> None:
    """Make the store look as if a step were missing."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("DROP TABLE alembic_version; CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")
        connection.commit()


def test_a_newer_store_is_not_touched(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "kho.sqlite3"
    open_store(file, clock=clock).close()
    older(file)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="mới hơn"):
        open_store(file, clock=clock)
    assert file.read_bytes() == before


STEP = """
from alembic import op
revision = "{revision}"
down_revision = "{before}"
def upgrade():
    op.execute("CREATE TABLE extra (seq INTEGER PRIMARY KEY)")
    {fail}
"""


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's migrations with room for one step more."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for source in [opening.MIGRATIONS / "env.py", *(opening.MIGRATIONS / "versions").glob("s*.py")]:
        (folder / source.relative_to(opening.MIGRATIONS)).write_text(source.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(opening, "MIGRATIONS", folder)
    return folder / "versions" / "s9999_next.py"


def head() -> str:
    return max(path.name[1:5] for path in (opening.MIGRATIONS / "versions").glob("s*.py"))


def test_a_migration_makes_a_backup_first(tmp_path: Path, clock: Clock, next_step: Path) -> None:
    file = tmp_path / "kho.sqlite3"
    store = open_store(file, clock=clock)
    store.note("analyst", "việc", "d1")
    store.close()
    assert opening.backups(file) == []
    next_step.write_text(STEP.format(revision="9999", before=head(), fail="pass"), "utf-8")
    store = open_store(file, clock=clock)
    (copy,) = opening.backups(file)
    with closing(sqlite3.connect(copy)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert connection.execute("SELECT count(*) FROM audit").fetchone() == (1,)
    assert "extra" not in tables
    with store.engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM extra")


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path, clock: Clock, next_step: Path) -> None:
    file = tmp_path / "kho.sqlite3"
    open_store(file, clock=clock).close()
    next_step.write_text(STEP.format(revision="9999", before=head(), fail="raise RuntimeError('đứt')"), "utf-8")
    with pytest.raises(RuntimeError, match="đứt"):
        open_store(file, clock=clock)
    with closing(sqlite3.connect(file)) as connection:
        assert "extra" not in {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


def test_without_a_backup_no_migration(tmp_path: Path, clock: Clock, next_step: Path) -> None:
    file = tmp_path / "kho.sqlite3"
    open_store(file, clock=clock).close()
    (tmp_path / "backups").write_text("không phải thư mục", "utf-8")
    next_step.write_text(STEP.format(revision="9999", before=head(), fail="pass"), "utf-8")
    with pytest.raises(StoreError, match="chưa nâng cấp"):
        open_store(file, clock=clock)
    with closing(sqlite3.connect(file)) as connection:
        assert "extra" not in {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize(
    ("kind", "options"), [("nfs4", "rw"), ("cifs", "rw"), ("fuse.sshfs", "rw"), ("NTFS", "rw,remote")]
)
def test_a_network_drive_is_refused(kind: str, options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = SimpleNamespace(mountpoint=str(Path(tmp_path.anchor)), fstype="ext4", opts="rw")
    share = SimpleNamespace(mountpoint=str(tmp_path), fstype=kind, opts=options)
    monkeypatch.setattr(opening.psutil, "disk_partitions", lambda all: [share, root])
    with pytest.raises(StoreError, match="ổ mạng"):
        open_store(tmp_path / "sau" / "kho.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_share_by_name_is_refused() -> None:
    with pytest.raises(StoreError, match="ổ mạng"):
        opening.refuse_network_drive(Path("//may-chu/chung/kho.sqlite3"))


def test_another_backend_is_not_there_yet() -> None:
    with pytest.raises(StoreError, match="chưa dùng được"):
        open_store("postgresql+psycopg://may/kho")


@pytest.mark.parametrize(
    ("gap", "words"), [(-1, "chậm hơn"), (-0.001, None), (0, None), (0.9, None), (3, "hơn một ngày")]
)
def test_a_clock_that_jumps_is_warned_of(gap: float, words: str | None, tmp_path: Path, clock: Clock) -> None:
    store = open_store(tmp_path / "kho.sqlite3", clock=clock)
    assert store.warnings == ()
    store.pass_started(clock())
    store.close()
    clock.forward(days=gap)
    warnings = open_store(tmp_path / "kho.sqlite3", clock=clock).warnings
    assert [words in warning for warning in warnings if words] == ([True] if words else [])
    assert len(warnings) == (1 if words else 0)


def test_rows_keep_their_order_when_the_clock_jumps_back(store: Store, clock: Clock) -> None:
    store.note("analyst", "một", "x")
    clock.forward(days=-400)
    store.note("analyst", "hai", "x")
    assert [line["action"] for line in store.audit_lines()] == ["một", "hai"]
    assert store.verify_audit().sound


def test_too_little_disk_stops_fetching(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.store import keeping

    free = 3 * 1024**3
    monkeypatch.setattr(keeping.psutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert store.room_to_fetch() is None
    free = 2 * 1024**3 - 1
    assert "2,0 GB" in (store.room_to_fetch() or "")


def test_two_passes_never_overlap(tmp_path: Path, clock: Clock) -> None:
    one, two = (open_store(tmp_path / "kho.sqlite3", clock=clock) for _ in range(2))
    with one.pass_lock(), pytest.raises(StoreError, match="lượt chạy khác"), two.pass_lock():
        pass
    with two.pass_lock():
        pass


KILLED = """
import itertools, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.store.conftest import MORNING, capture, entry, health, state
from pipeline.store import open_store
store = open_store(Path({file!r}), clock=lambda: MORNING)
with store.pass_lock():
    print("bắt đầu".encode(), flush=True)
    for number in itertools.count():
        urls = [f"https://bao.example/{{number}}-{{part}}" for part in range(3)]
        store.save_announcement(state(urls[0]), health(urls[0]), [(url, entry(url)) for url in urls], None, MORNING)
        store.note("pipeline", "thử", str(number))
"""


def test_a_kill_leaves_whole_units_and_no_lock(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "kho.sqlite3"
    root = str(Path(__file__).resolve().parents[2])
    code = KILLED.format(root=root, file=str(file))
    for wait in (0.05, 0.2, 0.4):
        worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        assert worker.stdout is not None
        assert worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(wait)
        worker.kill()
        worker.communicate()
        store = open_store(file, clock=clock)
        with store.pass_lock():
            assert len(store.wanted_pages(clock())) == 3 * len(store.address_states())
            assert store.verify_audit().sound
        store.close()


def test_an_office_folder_may_have_any_name(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "Phòng VH-XH 100% & #1?"
    store = open_store(folder / "kho dữ liệu.sqlite3", clock=clock)
    store.save_announcement(state(FEED), health(), [(PAGE, entry())], capture(), MORNING)
    assert store.file is not None
    assert store.file.exists()
    assert opening.back_up(store.file, "thu").exists()
    assert opening.clock_warnings(store.engine, MORNING + dt.timedelta(hours=1)) == ()
