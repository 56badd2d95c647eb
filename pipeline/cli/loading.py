"""What commands load before they work: the office, its gazetteer, the models. Errors become words and an exit code.

What only some commands need is imported where it is used, so that the others answer at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.common import FAILED, USAGE, say, stop
from pipeline.config import ConfigError, Office, load_office, load_sources
from pipeline.language.places import Gazetteer
from pipeline.records import Source
from pipeline.store import Store, StoreError, open_store

if TYPE_CHECKING:
    from pipeline.encode import PairModel
    from pipeline.tag import Tagger

MODELS = Path(__file__).resolve().parents[2] / "models"


def office_of(config: Path) -> Office:
    """The office of a folder; ends the command with code 2 and the list of problems when it cannot be read."""
    try:
        return load_office(config)
    except ConfigError as error:
        stop(str(error), USAGE)


def sources_of(config: Path) -> tuple[Source, ...]:
    """The source list of a folder; ends the command with code 2 when it cannot be read or names what we refuse."""
    try:
        return load_sources(config)
    except ConfigError as error:
        stop(str(error), USAGE)


def gazetteer_of(config: Path) -> Gazetteer:
    """The office's gazetteer when the folder has an office.toml that names one, else the built-in one."""
    if not (config / "office.toml").exists():
        return Gazetteer.builtin()
    extra = office_of(config).places.gazetteer
    return Gazetteer.from_toml(config / extra) if extra else Gazetteer.builtin()


def store_of(config: Path) -> Store:
    """The office's store; its warnings go to standard error. Ends the command when it cannot be opened."""
    office = office_of(config)
    try:
        store = open_store(office.store.url)
    except StoreError as error:
        stop(str(error), FAILED)
    for warning in store.warnings:
        say(warning)
    return store


def tagger_of(gazetteer: Gazetteer, models: Path = MODELS) -> Tagger:
    """The tagger; ends the command with code 1 when a model file is missing or broken."""
    from pipeline.tag import ModelBroken, Tagger

    try:
        return Tagger.load(models, gazetteer)
    except ModelBroken as error:
        stop(str(error), FAILED)


def pair_model_of(models: Path = MODELS) -> PairModel:
    """The pair model, the second reader of `check`; ends the command with code 1 when a file is missing or broken."""
    from pipeline.encode import PAIR_FACTS, PAIR_GRAPH, WORDS, PairModel
    from pipeline.tag.heads import ModelBroken, checked

    try:
        words = checked(models if (models / WORDS).exists() else MODELS, WORDS)
        return PairModel(checked(models, PAIR_GRAPH), words, checked(models, PAIR_FACTS))
    except ModelBroken as error:
        stop(str(error), FAILED)
