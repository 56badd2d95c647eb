"""What an item is: type, protected speech, topic, place, sentiment. Pure; the heads come from models/."""

from pipeline.tag.heads import ModelBroken
from pipeline.tag.protection import PROTECTED_TYPES
from pipeline.tag.tagger import Tagger

__all__ = ["PROTECTED_TYPES", "ModelBroken", "Tagger"]
