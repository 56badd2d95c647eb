"""What an item is, computed once: type, protection, topic, place, sentiment, and the closed list of acts.

Sentiment is a trend per topic and nothing else: no other field of `Tags` is computed from it (CHARTER rule 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from pipeline.encode import GRAPH, WORDS, Encoder
from pipeline.language.identify import language_of
from pipeline.language.places import Gazetteer
from pipeline.records import Article, Ground, ItemType, Sentiment, Tags, Topic, local_day
from pipeline.tag import acts, protection, topics
from pipeline.tag.features import Features
from pipeline.tag.heads import MANIFEST, Head, ModelBroken, checked, joined, sha256_of
from pipeline.tag.locality import about_local_policy
from pipeline.tag.protection import PROTECTED_TYPES

ACT_TYPES: Mapping[Ground, ItemType] = {
    "scam_impersonation": "scam_impersonation",
    "scam_payment_credential": "scam_impersonation",
    "credible_threat": "credible_threat",
}
HEADS = ("item_type", "protected", "topic", "sentiment")
ACT_SHARE = 0.3
"""share of the type head below which a text that reads like a scam is not one: head and conditions must agree (on dev a victim's
story has 0.14, of the scams that meet the conditions none less than 0.5)"""
ACT_SURE = 0.6
"""share from which the type head alone is taken at its word that a text is a scam; what it asks for must still be there"""
THREAT_SHARE = 0.5
"""the same for threats: on dev reports and opinions about a threat reach 0.28, threats that meet the conditions begin at 0.90 but for one"""
THREAT_SURE = 0.9
FAR_FROM_DOUBT = 0.5
"""share of the gate's threshold under which an article that copies another is no doubtful case"""
NO_ACT = 0.1
"""share of an act's type under which it is none"""
TELLS = ("news_report", "satire", "other")
TELLS_SHARE = 0.3
"""share of these kinds from which a threat in so many words may be told or played: the head must then agree that it is one"""


@dataclass(frozen=True, slots=True)
class Tagger:
    """The heads of models/ and the gazetteer. Load once; use from one thread at a time."""

    features: Features
    heads: Mapping[str, Head]
    gazetteer: Gazetteer
    version: str

    @classmethod
    def load(cls, directory: Path, gazetteer: Gazetteer) -> Tagger:
        """Read the heads under `directory`, each after its sum was checked. Raises ModelBroken."""
        encoder = Encoder(checked(directory, GRAPH), checked(directory, WORDS))
        features = Features.load(checked(directory, "features.safetensors"), encoder)
        heads = {name: Head.load(checked(directory, f"{name}.safetensors")) for name in HEADS}
        for head in heads.values():
            if head.coefficients.shape[1] != features.size:
                raise ModelBroken(
                    f"Tệp mô hình {head.name} không cùng bộ với features.safetensors. Hãy lấy lại thư mục models/."
                )
        return cls(features, heads, gazetteer, sha256_of(directory / MANIFEST)[:16])

    def tag(self, title: str, text: str, on: dt.date | None, *, article: str = "") -> Tags:
        """Tags of one item as of the day it was published."""
        return self._tag_rows([(article, title, text, on)])[0]

    def tag_article(self, article: Article, like: Article | None = None) -> Tags:
        """Tags of a stored article as of the day it was published.

        `like` is the page it copies but for figures and names: what the encoder makes of that one stands for both, so
        that copies are one kind of thing and are read once. Words, voice, places and acts are the article's own. Nothing
        is borrowed where a private voice speaks in one of the two only, nor where what is borrowed leaves a doubt: whether
        an article is protected or an act of the closed list is not settled by another one's vector.
        """
        day = local_day(article.published or article.first_seen)
        if like is not None and _voiced(article) == _voiced(like):
            row = (article.id, article.title, article.text, day)
            return self._tag_rows([row], joined([like.title], [like.text]))[0]
        return self._tag_rows([(article.id, article.title, article.text, day)])[0]

    def _tag_rows(
        self, rows: Sequence[tuple[str, str, str, dt.date | None]], meant: Sequence[str] | None = None
    ) -> list[Tags]:
        if not rows:
            return []
        matrix = self.features.transform(joined([row[1] for row in rows], [row[2] for row in rows]), meant)
        shares = {name: head.probabilities(matrix) for name, head in self.heads.items()}
        labels, gate = self.heads["item_type"].labels, self.heads["protected"]
        kinds = shares["item_type"][:, [labels.index(kind) for kind in labels if kind in PROTECTED_TYPES]].sum(axis=1)
        doubts = protection.pooled(shares["protected"][:, 1], kinds)
        if meant is not None and not self._past_doubt(doubts, shares["item_type"]):
            return self._tag_rows(rows)
        tagged = []
        for index, (article, title, text, on) in enumerate(rows):
            types = dict(zip(labels, map(float, shares["item_type"][index]), strict=True))
            item_type, ground = self._type(types, title, text)
            doubt, enough = float(doubts[index]), gate.doubt or 0.5
            if doubt < enough and protection.private_voice(title, text) is not None:
                enough *= protection.VOICE_WEIGHS
            protected = ground is None and (item_type in PROTECTED_TYPES or doubt >= enough)
            if protected and item_type not in PROTECTED_TYPES and not _stays(item_type, types):
                item_type = max(PROTECTED_TYPES, key=lambda kind: types.get(kind, 0.0))
            by_topic = dict(zip(self.heads["topic"].labels, map(float, shares["topic"][index]), strict=True))
            # an act is about the fraud or the threat, whatever it talks of
            topic = cast(Topic, "an_ninh_lua_dao" if ground else topics.decide(title, text, by_topic))
            sentiment = cast(Sentiment, self.heads["sentiment"].labels[int(shares["sentiment"][index].argmax())])
            places = self.gazetteer.about(title, text, on)
            tagged.append(
                Tags(
                    article=article,
                    item_type=item_type,
                    protected=protected,
                    topic=topic,
                    places=places,
                    sentiment=sentiment,
                    about_local_policy=about_local_policy(places, topic, title, text),
                    ground=ground,
                    language=language_of(f"{title}\n{text}"),
                    version=self.version,
                )
            )
        return tagged

    def _past_doubt(self, doubts: NDArray[np.float64], kinds: NDArray[np.float64]) -> bool:
        """Whether the gate holds all these items back anyway or is far from it, and none looks like an act."""
        enough = self.heads["protected"].doubt or 0.5
        acting = [self.heads["item_type"].labels.index(kind) for kind in set(ACT_TYPES.values())]
        settled = (doubts >= enough) | (doubts < FAR_FROM_DOUBT * enough)
        return bool(settled.all() and (kinds[:, acting] < NO_ACT).all())

    def _type(self, types: Mapping[str, float], title: str, text: str) -> tuple[ItemType, Ground | None]:
        """The type of highest share; an act only where its conditions hold too."""
        whole = f"{title}\n{text}"
        found = []
        if (share := types.get("scam_impersonation", 0.0)) >= ACT_SHARE:
            found.append(acts.scam(whole, sure=share >= ACT_SURE))
        share = types.get("credible_threat", 0.0)
        told = sum(types.get(kind, 0.0) for kind in TELLS) >= TELLS_SHARE
        if share >= THREAT_SHARE or (not told and acts.stated(whole)):
            found.append(acts.threat(whole, sure=share >= THREAT_SURE))
        for act in found:
            if act.ground:
                return ACT_TYPES[act.ground], act.ground
        kinds = {kind: share for kind, share in types.items() if kind not in set(ACT_TYPES.values())}
        return cast(ItemType, max(kinds, key=lambda kind: kinds[kind])), None


def _voiced(article: Article) -> bool:
    return protection.private_voice(article.title, article.text) is not None


def _stays(item_type: ItemType, types: Mapping[str, float]) -> bool:
    """A clear report stays a report in the digest although the gate protects it; only its name is at stake here."""
    return types.get(item_type, 0.0) >= 0.5
