"""The referral lane's records: one case a call, each read and each refused attempt in the log (CHARTER rules 6 and 8)."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.records import Tags
from pipeline.store import audit, codec
from pipeline.store.room import Room, put
from pipeline.store.tables import articles, referral_acts, referral_papers, referrals, tags
from pipeline.store.trail import turned_away
from pipeline.workflow.decisions import clean
from pipeline.workflow.posts import Post, Refused, refusal
from pipeline.workflow.referrals import (
    Changed,
    Outcome,
    Paper,
    ReferralAct,
    ReferralCase,
    Written,
    check_paper,
    check_refuse,
    check_sign,
    newest,
    why_not,
)


class ReferralsRoom(Room):
    """Proposals, papers, signatures, refusals."""

    def referral_cases(self, by: Post) -> list[ReferralCase]:
        """The cases this post may see, oldest first: the liaison the signed ones only. The read is logged."""
        with self._write() as connection:
            if refusal(by, "read_referral"):
                self._log_referral(connection, by, "referral.attempt", "referrals", reason="role")
                return []
            query = select(referrals).order_by(referrals.c.seq)
            if by.role == "liaison":
                query = query.where(referrals.c.state == "signed")
            rows = connection.execute(query).mappings().all()
            cases = [_case(connection, row, by) for row in rows]
            seen = [case for case in cases if _open(connection, case)]
            self._log_referral(connection, by, "referral.list", "referrals", decision=str(len(seen)))
            return seen

    def read_referral(self, article: str, by: Post) -> ReferralCase | Refused:
        """One case, for its page or its printed slip. The read is logged; so is an attempt that is refused."""
        with self._write() as connection:
            row = connection.execute(select(referrals).where(referrals.c.article == article)).mappings().one_or_none()
            refused = refusal(by, "read_referral")
            if refused is None and (row is None or (by.role == "liaison" and row["state"] != "signed")):
                refused = Refused("Không có phiếu này.", "absent")
            case = _case(connection, row, by) if row and refused is None else None
            if case is not None and not _open(connection, case):
                refused = why_not(_tags(connection, article), case.state, True)
            if refused or case is None:
                return turned_away(
                    connection,
                    self.clock(),
                    by,
                    "referral.attempt",
                    article,
                    refused or Refused("Không có phiếu này.", "absent"),
                )
            self._log_referral(connection, by, "referral.read", article)
            return case

    def prepare_referral(self, article: str, by: Post, paper: Paper) -> Outcome:
        """Write down what the signers will sign: quotation, demand, class of victims, for a threat the six answers.

        Written(case) or Refused(words); preparing anew voids earlier signatures. Answers are masked, the indicator is
        kept as it is because it belongs to the scam.
        """
        with self._write() as connection:
            case = self._referral_to_work_on(connection, article, by)
            if isinstance(case, Refused):
                return case
            answers = {name: clean(words) for name, words in paper.answers.items()}
            paper = Paper(paper.quote.strip(), paper.demand, paper.harmed, paper.indicator.strip(), answers)
            if refused := check_paper(case, by, paper):
                return turned_away(connection, self.clock(), by, "referral.attempt", article, refused)
            row = {"article": article, "url": case.url, "outlet": case.outlet, "capture": case.capture}
            row |= {"ground": case.ground, "quote": paper.quote, "indicator": paper.indicator, "demand": paper.demand}
            row |= {"harmed": paper.harmed, "answers": codec.pack(dict(answers))}
            put(connection, referral_papers, row | {"prepared_at": codec.moment(self.clock())}, ["article"])
            return self._write_act(
                connection, article, by, "prepare", paper.digest(case.url, case.capture, case.ground)
            )

    def sign_referral(self, article: str, by: Post, token: str) -> Outcome:
        """Sign the paper as `token` (of the case read before) says it stood. The second signature, of another post in
        the other role, makes the case signed. Written, Changed(words, case) or Refused(words)."""
        with self._write() as connection:
            case = self._referral_to_work_on(connection, article, by)
            if isinstance(case, Refused):
                return case
            after = check_sign(case, by, token)
            if isinstance(after, Refused):
                return turned_away(connection, self.clock(), by, "referral.attempt", article, after)
            if isinstance(after, Changed):
                return after
            connection.execute(update(referrals).where(referrals.c.article == article).values(state=after))
            assert case.paper is not None, "check_sign has looked"  # noqa: S101
            digest = case.paper.digest(case.url, case.capture, case.ground)
            return self._write_act(connection, article, by, "sign", digest, decision=after)

    def refuse_referral(self, article: str, by: Post, reason: str, *, note: str = "") -> Outcome:
        """Close a proposal for good; refused ones are counted in public. `reason` is of workflow.referrals.REFUSALS."""
        with self._write() as connection:
            case = self._referral_to_work_on(connection, article, by)
            if isinstance(case, Refused):
                return case
            if refused := check_refuse(by, reason):
                return turned_away(connection, self.clock(), by, "referral.attempt", article, refused)
            connection.execute(update(referrals).where(referrals.c.article == article).values(state="refused"))
            return self._write_act(connection, article, by, "refuse", "", decision="refused", reason=reason, note=note)

    def referral_attempt(self, url: str, actor: str) -> Refused:
        """Somebody asks outside the signers' page to refer a page: never done, always logged (its hash, not its words)."""
        with self._write() as connection:
            query = select(articles.c.id).where(articles.c.url == url).order_by(articles.c.version.desc()).limit(1)
            article = connection.scalar(query)
            state = connection.scalar(select(referrals.c.state).where(referrals.c.article == article))
            refused = why_not(_tags(connection, article) if article else None, state, True)
            refused = refused or Refused(
                "Chỉ lập và ký phiếu trên trang, từng phiếu một, với hai người khác nhau.", "by_hand"
            )
            asked = audit.digest(url)
            audit.append(
                connection,
                self.clock(),
                actor,
                "referral.attempt",
                article or "",
                input_sha256=asked,
                reason_code=refused.reason,
            )
            return refused

    def _referral_to_work_on(self, connection: Connection, article: str, by: Post) -> ReferralCase | Refused:
        """The case when it can be referred at all and waits; else the refusal, logged."""
        if (refused := refusal(by, "sign_referral")) is None:
            row = connection.execute(select(referrals).where(referrals.c.article == article)).mappings().one_or_none()
            case = _case(connection, row, by) if row else None
            refused = why_not(_tags(connection, article), case.state if case else None, _newest(connection, article))
            if refused is None and case is not None:
                return case
        return turned_away(
            connection,
            self.clock(),
            by,
            "referral.attempt",
            article,
            refused or Refused("Không có phiếu này.", "absent"),
        )

    def _write_act(
        self,
        connection: Connection,
        article: str,
        by: Post,
        act: str,
        digest: str,
        *,
        decision: str = "",
        reason: str = "",
        note: str = "",
    ) -> Written:
        line: dict[str, Any] = {"article": article, "act": act, "login": by.login, "post": by.name, "role": by.role}
        line |= {"at": codec.moment(self.clock()), "reason": reason, "note": clean(note)}
        connection.execute(insert(referral_acts).values(line))
        self._log_referral(connection, by, f"referral.{act}", article, digest=digest, decision=decision, reason=reason)
        row = connection.execute(select(referrals).where(referrals.c.article == article)).mappings().one()
        return Written(_case(connection, row, by))

    def _log_referral(
        self,
        connection: Connection,
        by: Post,
        action: str,
        article: str,
        *,
        digest: str = "",
        decision: str = "",
        reason: str = "",
    ) -> None:
        audit.append(
            connection,
            self.clock(),
            by.actor,
            action,
            article,
            input_sha256=digest,
            decision=decision,
            reason_code=reason,
        )


def _tags(connection: Connection, article: str) -> Tags | None:
    row = connection.execute(select(tags).where(tags.c.article == article)).mappings().one_or_none()
    return codec.to_tags(row) if row else None


def _newest(connection: Connection, article: str) -> bool:
    url = select(articles.c.url).where(articles.c.id == article).scalar_subquery()
    rows = connection.execute(select(articles).where(articles.c.url == url)).mappings()
    return newest([codec.to_article(row) for row in rows], article)


def _open(connection: Connection, case: ReferralCase) -> bool:
    """A page that turned out to be protected is shown to nobody here, whatever stood before."""
    found = _tags(connection, case.article)
    return found is not None and not found.protected


def _case(connection: Connection, row: codec.Row, by: Post) -> ReferralCase:
    article = row["article"]
    page = connection.execute(select(articles).where(articles.c.id == article)).mappings().one_or_none()
    kept = codec.to_article(page) if page else None
    paper = connection.execute(select(referral_papers).where(referral_papers.c.article == article)).mappings()
    stood = paper.one_or_none()
    acts = connection.execute(
        select(referral_acts).where(referral_acts.c.article == article).order_by(referral_acts.c.seq)
    ).mappings()
    shown = kept is not None and by.role != "liaison"
    return ReferralCase(
        article=article,
        url=row["url"],
        outlet=kept.outlet if kept else stood["outlet"] if stood else "",
        ground=row["ground"],
        state=row["state"],
        capture=(kept.capture if kept else stood["capture"] if stood else None) or "",
        text=f"{kept.title}\n{kept.text}" if kept and shown else "",
        paper=Paper(stood["quote"], stood["demand"], stood["harmed"], stood["indicator"], json.loads(stood["answers"]))
        if stood
        else None,
        acts=tuple(ReferralAct(**{**codec.known(ReferralAct, act), "at": codec.to_moment(act["at"])}) for act in acts),
    )
