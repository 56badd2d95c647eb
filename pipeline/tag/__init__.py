"""What an item is: type, protected speech, topic, place, sentiment. Pure; the heads come from models/."""

from pipeline.tag.heads import ModelBroken
from pipeline.tag.tagger import PROTECTED_TYPES, Tagger

__all__ = ["PROTECTED_TYPES", "ModelBroken", "Tagger"]
