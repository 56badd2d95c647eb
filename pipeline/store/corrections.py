"""Corrections and their history: each step checked by the workflow, written with its trace in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.config import OfficeInfo
from pipeline.records import local_day
from pipeline.store import audit, codec
from pipeline.store.decisions import case_of, evidence_of, history_of
from pipeline.store.room import Room
from pipeline.store.tables import articles, correction_steps, corrections
from pipeline.store.trail import turned_away
from pipeline.workflow import clocks, letters
from pipeline.workflow.corrections import (
    LONGEST,
    OPEN,
    Correction,
    CorrectionStep,
    Done,
    Form,
    Origin,
    Outcome,
    State,
    Step,
    check_draft,
    check_step,
    forms,
    quiet_fix,
)
from pipeline.workflow.decisions import clean, in_force
from pipeline.workflow.posts import Post, Refused

_TIMES = {"published": "published_at", "sent": "sent_at", "answered": "answered_at", "fixed": "fixed_at"}
_MOMENTS = ("opened_at", "due_at", "published_at", "sent_at", "answered_at", "fixed_at")
MACHINE_POST = ("pipeline", "máy", "pipeline")
"""login, post and role of what happens by itself"""


class CorrectionsRoom(Room):
    """Corrections from draft to fixed."""

    def corrections(
        self, *, flag: str | None = None, states: Sequence[State] | None = None, since: dt.datetime | None = None
    ) -> list[Correction]:
        """Corrections with their history, those due first first: of one flag, in some states, opened from a moment on."""
        query = select(corrections).order_by(corrections.c.due_at, corrections.c.seq)
        if flag is not None:
            query = query.where(corrections.c.flag == flag)
        if states is not None:
            query = query.where(corrections.c.state.in_(states))
        if since is not None:
            query = query.where(corrections.c.opened_at >= codec.moment(since))
        with self._read() as connection:
            return _corrections(connection, query)

    def correction(self, key: str) -> Correction | None:
        """One correction, or None."""
        with self._read() as connection:
            return _correction(connection, key)

    def draft_correction(
        self,
        flag: str,
        by: Post,
        office: OfficeInfo,
        *,
        origin: str,
        original_form: str,
        form: str | None = None,
        urgent: bool = False,
    ) -> Outcome:
        """Draft a correction of a flag that was decided not to match; the clock runs from that decision.

        `origin`: own, other_agency, press, unknown; `original_form` and `form`: website, loudspeaker, letter (`form`
        None: the usual one). Done(correction) or Refused(words); the words of the draft are the machine's.
        """
        with self._write() as connection:
            case = case_of(connection, flag)
            known = _corrections(connection, select(corrections).where(corrections.c.flag == flag))
            refused = check_draft(case.standing if case else None, by, origin, original_form, form, known)
            if refused or case is None or case.standing is None or case.standing.kind is None:
                refused = refused or Refused("Không còn nội dung này.", "flag")
                return turned_away(connection, self.clock(), by, "correction.refused", flag, refused)
            said, proof = case.standing, evidence_of(connection, case.flag.claim)
            page = connection.execute(select(articles).where(articles.c.id == case.flag.article)).mappings().one()
            kept = codec.to_article(page)
            facts = letters.Facts(
                kept.outlet,
                kept.title,
                kept.url,
                local_day(kept.published or kept.first_seen),
                said.claim,
                case.standing.kind,
                said.claim_value,
                said.official_value,
                letters.paper(proof) if proof else said.document,
                said.point,
                said.passage,
            )
            where: Origin = origin  # type: ignore[assignment]  # check_draft has looked
            chosen: Form = form or forms(where, original_form)[0]  # type: ignore[assignment,arg-type]
            heading, body = letters.draft(facts, where, chosen, office)
            now = self.clock()
            number = len(known) + 1
            key = f"{local_day(now):%Y%m%d}-{hashlib.sha256(f'{flag}/{number}'.encode()).hexdigest()[:8]}"
            row: dict[str, Any] = {name: getattr(facts, name) for name in ("outlet", "title", "url", "claim")}
            row |= {name: getattr(facts, name) for name in ("claim_value", "official_value", "paper", "point")}
            row |= {"id": key, "flag": flag, "article": kept.id, "published_on": codec.day(facts.published_on)}
            row |= {"verdict": facts.kind, "code": said.code, "document": said.document, "passage": facts.passage}
            row |= {"origin": origin, "original_form": original_form, "form": chosen, "urgent": urgent}
            row |= {"state": "draft", "machine": True, "heading": heading, "body": body}
            row |= {"opened_at": codec.moment(said.at), "due_at": codec.moment(clocks.due(said.at, urgent=urgent))}
            connection.execute(insert(corrections).values(row | {"words_before": "", "words_after": ""}))
            words = {"heading": heading, "body": body}
            return self._write_step(
                connection, key, "draft", "draft", (by.login, by.name, by.role), words, actor=by.actor
            )

    def edit_correction(self, key: str, by: Post, token: str, *, heading: str, body: str) -> Outcome:
        """Keep the words as a person wrote them; the machine's mark goes. Done, Overtaken(words, correction) or Refused."""
        words = {"heading": clean(heading), "body": clean(body)}
        with self._write() as connection:
            if not words["heading"] or not words["body"] or max(map(len, words.values())) > LONGEST:
                refused = Refused("Bản đính chính cần có tiêu đề và nội dung, không quá dài.", "empty")
                return turned_away(connection, self.clock(), by, "correction.refused", key, refused)
            return self._next_step(connection, key, "edit", by, token, words | {"machine": False})

    def publish_correction(self, key: str, by: Post, token: str) -> Outcome:
        """The spokesperson releases the words a person has edited. Done, Overtaken or Refused."""
        with self._write() as connection:
            return self._next_step(connection, key, "publish", by, token, {})

    def follow_correction(self, key: str, step: str, by: Post, token: str, *, note: str = "") -> Outcome:
        """What came after: `step` is send, answer, fix or withdraw. Done, Overtaken or Refused."""
        with self._write() as connection:
            if step not in ("send", "answer", "fix", "withdraw"):
                return turned_away(
                    connection, self.clock(), by, "correction.refused", key, Refused("Không có bước này.", "step")
                )
            return self._next_step(connection, key, step, by, token, {}, note)  # type: ignore[arg-type]

    def close_quiet_fixes(self) -> list[Correction]:
        """Close the open corrections whose page no longer says what did not match, with the words before and after.

        Called at the end of a pass; an outlet that changes the number without a word closes its own case.
        """
        closed = []
        for case in self.corrections(states=sorted(OPEN)):
            with self._write() as connection:
                found = _fixed(connection, case)
                now = _correction(connection, case.id)
                if found is None or now is None or now.state not in OPEN:
                    continue
                before, after = found
                values = {"words_before": before, "words_after": after, "fixed_at": codec.moment(self.clock())}
                done = self._write_step(connection, case.id, "close", "fixed", MACHINE_POST, values, actor="pipeline")
                closed.append(done.correction)
        return closed

    def _next_step(
        self, connection: Connection, key: str, step: Step, by: Post, token: str, values: dict[str, Any], note: str = ""
    ) -> Outcome:
        now = _correction(connection, key)
        if now is None:
            return turned_away(
                connection,
                self.clock(),
                by,
                "correction.refused",
                key,
                Refused("Không có bản đính chính này.", "absent"),
            )
        after = check_step(now, step, by, token, in_force(history_of(connection, now.flag)))
        if isinstance(after, Refused):
            return turned_away(connection, self.clock(), by, "correction.refused", key, after)
        if not isinstance(after, str):
            return after
        if after in _TIMES:
            values = values | {_TIMES[after]: codec.moment(self.clock())}
        return self._write_step(
            connection, key, step, after, (by.login, by.name, by.role), values, clean(note), by.actor
        )

    def _write_step(
        self,
        connection: Connection,
        key: str,
        step: Step,
        state: State,
        post: tuple[str, str, str],
        values: dict[str, Any],
        note: str = "",
        actor: str = "",
    ) -> Done:
        at = self.clock()
        if step != "draft":
            connection.execute(update(corrections).where(corrections.c.id == key).values(values | {"state": state}))
        row = connection.execute(select(corrections).where(corrections.c.id == key)).mappings().one()
        line = {"correction": key, "step": step, "state": state, "at": codec.moment(at), "note": note}
        line |= dict(zip(("login", "post", "role"), post, strict=True))
        connection.execute(insert(correction_steps).values(line | {"heading": row["heading"], "body": row["body"]}))
        said = hashlib.sha256(f"{row['heading']}\n{row['body']}".encode()).hexdigest()
        audit.append(connection, at, actor, f"correction.{step}", key, input_sha256=said, decision=state)
        after = _correction(connection, key)
        assert after is not None, "the row stands within this transaction"  # noqa: S101
        return Done(after)


def _corrections(connection: Connection, query: Any) -> list[Correction]:
    rows = connection.execute(query).mappings().all()
    steps: dict[str, list[CorrectionStep]] = {row["id"]: [] for row in rows}
    wanted = select(correction_steps).where(correction_steps.c.correction.in_(list(steps)))
    for line in connection.execute(wanted.order_by(correction_steps.c.seq)).mappings():
        step = CorrectionStep(**{**codec.known(CorrectionStep, line), "at": codec.to_moment(line["at"])})
        steps[line["correction"]].append(step)
    return [_to_correction(row, tuple(steps[row["id"]])) for row in rows]


def _correction(connection: Connection, key: str) -> Correction | None:
    return next(iter(_corrections(connection, select(corrections).where(corrections.c.id == key))), None)


def _to_correction(row: codec.Row, steps: tuple[CorrectionStep, ...]) -> Correction:
    values = codec.known(Correction, row) | {name: codec.to_moment(row[name]) for name in _MOMENTS}
    return Correction(**{**values, "published_on": codec.to_day(row["published_on"]), "steps": steps})


def _fixed(connection: Connection, case: Correction) -> tuple[str, str] | None:
    query = select(articles).where(articles.c.url == case.url).order_by(articles.c.version)
    versions = [codec.to_article(row) for row in connection.execute(query).mappings()]
    before = next((one for one in versions if one.id == case.article), None)
    if before is None or versions[-1].version <= before.version:
        return None
    return quiet_fix(before, versions[-1], case.claim, case.claim_value)
