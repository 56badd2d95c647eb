"""office.toml and sources.toml: what is read, and the words for what cannot be."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import profiles
from pipeline.config import ConfigError, load_office, load_sources

ROOT = Path(__file__).resolve().parents[2]
OFFICE = '[office]\nname = "Ủy ban nhân dân phường Thử"\n'
SOURCE = '[[source]]\nid = "bao_thu"\nname = "Báo Thử"\nkind = "newspaper"\nurl = "https://bao.example/"\n'


def office(folder: Path, text: str) -> ConfigError:
    (folder / "office.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_office(folder)
    return caught.value


def sources(folder: Path, text: str) -> ConfigError:
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_sources(folder)
    return caught.value


@pytest.mark.parametrize("name", profiles.names())
def test_every_profile_loads(name: str, tmp_path: Path) -> None:
    for file, source in profiles.files(name, ROOT / "sources.toml").items():
        (tmp_path / file).write_text(source.read_text("utf-8"), "utf-8")
    house = load_office(tmp_path)
    assert house.office.name.startswith("Ủy ban nhân dân")
    assert house.office.recipients
    assert house.places.watched
    assert house.store.url == f"sqlite:///{tmp_path.resolve() / 'doichieu.sqlite3'}"
    assert load_sources(tmp_path)


def test_the_projects_own_list_has_publishers_with_politeness() -> None:
    found = load_sources(ROOT / "sources.toml")
    assert len(found) == len({source.id for source in found}) >= 25
    assert all(source.pause >= 1 and source.interval >= 900 for source in found)
    assert len(next(source for source in found if source.id == "tuoi_tre").feeds) == 2


def test_a_small_office_gets_defaults(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(OFFICE + '[network]\nallow = ["127.0.0.1:8123"]\n', encoding="utf-8")
    house = load_office(tmp_path)
    assert house.network.for_fetch()["allow"] == frozenset({"127.0.0.1:8123"})
    assert house.delivery.folder == "reports"


def test_every_problem_is_told_at_once_with_file_line_and_key(tmp_path: Path) -> None:
    text = '[office]\nname = "A"\nphon = "1"\nrecipients = 3\n\n[netwrk]\n\n[network]\nbyte_budget = "lớn"\n'
    error = office(tmp_path, text + 'allow = ["127.0.0.1"]\n')
    told = {(problem.line, problem.key) for problem in error.problems}
    assert told == {(3, "phon"), (4, "recipients"), (6, "netwrk"), (9, "byte_budget"), (10, "allow")}
    assert all(problem.file == "office.toml" for problem in error.problems)
    assert "`phone`" in str(error)
    assert "`network`" in str(error)
    assert "office.toml, dòng 10, `allow`" in str(error)


def test_a_syntax_error_names_the_line(tmp_path: Path) -> None:
    (problem,) = office(tmp_path, '[office]\nname = "A"\nplace = Phan Rang\n').problems
    assert problem.line == 3
    assert "Phan Rang" in problem.found


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="doichieu init"):
        load_office(tmp_path)


def test_bytes_that_are_not_utf8_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_bytes(b'[office]\nname = "Ph\xf2ng"\n')
    with pytest.raises(ConfigError, match=r"dòng 2.*UTF-8"):
        load_office(tmp_path)


def test_an_unknown_kind_and_key_name_the_nearest(tmp_path: Path) -> None:
    error = sources(tmp_path, SOURCE.replace("newspaper", "newspapr") + 'feeds = "https://bao.example/rss"\n')
    assert {problem.key for problem in error.problems} == {"kind", "feeds", "source"}
    assert "có phải ý là newspaper?" in str(error)
    assert "có phải ý là `feed`?" in str(error)


def test_lines_are_found_in_the_right_source_past_long_lists(tmp_path: Path) -> None:
    first = SOURCE + 'feed = [\n  "https://bao.example/a.rss",\n  "https://bao.example/b.rss",\n]\n'
    second = SOURCE.replace("bao_thu", "bao_hai") + 'listing = "https://bao.example/"\npause = -1\n'
    (problem,) = sources(tmp_path, first + "\n" + second).problems
    assert (problem.line, problem.key) == (17, "pause")


def test_one_id_stands_once(tmp_path: Path) -> None:
    whole = SOURCE + 'feed = "https://bao.example/rss"\n'
    (problem,) = sources(tmp_path, whole + whole).problems
    assert problem.key == "id"


@pytest.mark.parametrize("key", ["url", "feed", "sitemap", "listing", "page"])
def test_a_profile_is_refused_under_every_key(key: str, tmp_path: Path) -> None:
    text = SOURCE + 'feed = "https://bao.example/rss"\n'
    text = "\n".join(line for line in text.splitlines() if not line.startswith(f"{key} ="))
    error = sources(tmp_path, f'{text}\n{key} = "https://www.facebook.com/trang"\n')
    assert [problem.key for problem in error.problems] == [key]
    assert "mạng xã hội" in str(error)


@pytest.mark.parametrize(
    "address", ["bao.example", "ftp://bao.example/", "https:///x", "https://a:b@bao.example/", "file:///etc/passwd"]
)
def test_only_whole_web_addresses(address: str, tmp_path: Path) -> None:
    (problem,) = sources(tmp_path, SOURCE + f'feed = "{address}"\n').problems
    assert problem.key == "feed"


def test_a_source_without_an_address_to_read_is_an_error(tmp_path: Path) -> None:
    assert "không có chỗ nào để đọc tin" in str(sources(tmp_path, SOURCE))


@given(st.text(alphabet='abc=[]"#\n\\.é{},1', max_size=120))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources.toml").write_text(text, encoding="utf-8", newline="\n")
        try:
            problems = ()
            assert load_sources(Path(folder)) == ()
        except ConfigError as error:
            problems = error.problems
    assert all(problem.file == "sources.toml" for problem in problems)
