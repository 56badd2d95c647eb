"""What an office writes down: office.toml and sources.toml, read with errors that name file, line and key."""

from pipeline.config.office import Delivery, Engine, Network, Office, OfficeInfo, Places, Store, load_office
from pipeline.config.problems import ConfigError, Problem
from pipeline.config.refusals import refusal
from pipeline.config.sources import load_sources

__all__ = [
    "ConfigError",
    "Delivery",
    "Engine",
    "Network",
    "Office",
    "OfficeInfo",
    "Places",
    "Problem",
    "Store",
    "load_office",
    "load_sources",
    "refusal",
]
