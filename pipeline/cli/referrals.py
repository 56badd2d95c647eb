"""`doichieu referrals`: states without text, and the answer to whoever asks for more. Nothing is referred from here.

A referral is prepared and signed on the page, one at a time, by two people with accounts (CHARTER rule 6). There is no
command for it: `refer` says why and the attempt stands in the log.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import FAILED, AsJson, ConfigDir, say, write_json_line
from pipeline.cli.export import rows
from pipeline.cli.loading import store_of
from pipeline.fetch import canonical
from pipeline.workflow.referrals import GROUNDS

group = typer.Typer(help="Phiếu chuyển: tình trạng; lập và ký chỉ làm trên trang.", no_args_is_help=True)
STATES = {"proposed": "chờ xem và ký", "refused": "đã từ chối", "signed": "đã ký đủ"}


@group.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê đề xuất và phiếu: địa chỉ, căn cứ, tình trạng; không có lời văn.

    Ví dụ: doichieu referrals list
    """
    store = store_of(config)
    store.note("analyst", "referral.list", "referrals")
    for row in rows(store, "referrals"):
        if as_json:
            write_json_line(row)
        else:
            print(f"{STATES[row['state']]}  {GROUNDS[row['ground']]}  {row['url']}")


@group.command()
def refer(
    url: Annotated[str, typer.Argument(metavar="ĐỊA_CHỈ", help="Địa chỉ của bài.")], config: ConfigDir = Path()
) -> None:
    """Cho biết một bài có chuyển được không; không chuyển gì từ đây, và lần hỏi được ghi vào nhật ký.

    Ví dụ: doichieu referrals refer https://bao.example/bai.html
    """
    refused = store_of(config).referral_attempt(canonical(url), "analyst:terminal")
    say(refused.words)
    raise typer.Exit(FAILED)


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="referrals")
