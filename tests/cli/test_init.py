"""`doichieu init`: a folder that works at once, and nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline import profiles
from pipeline.cli import init
from pipeline.config import load_office, load_sources

app = typer.Typer()
init.register(app)


@app.callback()
def group() -> None:
    """Keep `init` a subcommand."""


def call(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["init", *arguments])
    return result.exit_code, result.stderr


@pytest.mark.parametrize("profile", profiles.names())
def test_every_profile_makes_an_office_that_loads(profile: str, tmp_path: Path) -> None:
    code, words = call(str(tmp_path / "văn phòng"), "--profile", profile)
    assert code == 0, words
    assert load_office(tmp_path / "văn phòng").office.name
    assert load_sources(tmp_path / "văn phòng")
    assert "doichieu doctor --config" in words


def test_what_stands_is_kept(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("của tôi", "utf-8")
    code, words = call(str(tmp_path))
    assert code == 0
    assert (tmp_path / "office.toml").read_text("utf-8") == "của tôi"
    assert "giữ nguyên" in words
    assert (tmp_path / "sources.toml").exists()


def test_an_unknown_profile_names_the_ones_there_are(tmp_path: Path) -> None:
    code, words = call(str(tmp_path / "x"), "--profile", "sao-hoa")
    assert code == 2
    assert "phuong-khanh-hoa" in words
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", "utf-8")
    code, words = call(str(tmp_path / "tep"))
    assert code == 1
    assert "Không tạo được" in words
