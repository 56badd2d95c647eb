"""`doichieu accounts`: the same as the page *Tài khoản*, for whoever sits at the terminal when no admin can log in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import USAGE, AsJson, ConfigDir, say, stop, write_json_line
from pipeline.cli.loading import store_of
from pipeline.store.accounts import AccountRefused, name_fault
from pipeline.workflow.posts import ROLES, Role

accounts = typer.Typer(help="Tài khoản theo vị trí công việc: thêm, cấp mã mới, ngừng.", no_args_is_help=True)

ACTOR = "admin:terminal"
"""the log tells a deed at the terminal from one on the page"""
Login = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]


@accounts.command("list")
def list_(config: ConfigDir = Path(), as_json: AsJson = False) -> None:
    """Liệt kê các tài khoản.

    Ví dụ: doichieu accounts list
    """
    for one in store_of(config).accounts():
        state = "disabled" if one.disabled_at else "ready" if one.ready else "waiting"
        if as_json:
            write_json_line({"login": one.login, "post": one.post, "role": one.role, "state": state})
        else:
            words = {"disabled": "đã ngừng", "ready": "đang dùng", "waiting": "chờ đặt mật khẩu"}[state]
            print(f"{one.login}  {one.post}  {ROLES[one.role]}  {words}")


@accounts.command()
def add(
    login: Login,
    post: Annotated[str, typer.Option("--post", help='Vị trí, ví dụ "Chuyên viên trực 1"; không ghi tên riêng.')],
    role: Annotated[str, typer.Option("--role", help="Vai trò: " + ", ".join(ROLES) + ".")],
    config: ConfigDir = Path(),
) -> None:
    """Thêm tài khoản và in mã dùng một lần.

    Ví dụ: doichieu accounts add truc1 --post "Chuyên viên trực 1" --role reviewer
    """
    wanted: Role | None = next((known for known in ROLES if known == role), None)
    if wanted is None:
        stop(f"Không có vai trò “{role}”. Chọn một trong: {', '.join(ROLES)}.", USAGE)
    if words := name_fault(login, post):
        stop(words, USAGE)
    try:
        _, code = store_of(config).add_account(login, post, wanted, ACTOR)
    except AccountRefused as refused:
        stop(str(refused))
    _tell(login, code)


@accounts.command()
def code(login: Login, config: ConfigDir = Path()) -> None:
    """Cấp mã mới khi quên mật khẩu; mật khẩu cũ và các phiên đang mở hết hiệu lực.

    Ví dụ: doichieu accounts code truc1
    """
    try:
        fresh = store_of(config).renew_code(_id(config, login), ACTOR)
    except AccountRefused as refused:
        stop(str(refused))
    _tell(login, fresh)


@accounts.command()
def disable(login: Login, config: ConfigDir = Path()) -> None:
    """Ngừng tài khoản khi người giữ vị trí thôi việc.

    Ví dụ: doichieu accounts disable truc1
    """
    try:
        store_of(config).disable_account(_id(config, login), ACTOR)
    except AccountRefused as refused:
        stop(str(refused))
    say(f"Đã ngừng tài khoản {login}.")


def _tell(login: str, code: str) -> None:
    say(f"Mã dùng một lần của {login}, có hạn 3 ngày; trao tận tay, người nhận tự đặt mật khẩu ở trang /dat-mat-khau:")
    print(code)


def _id(config: Path, login: str) -> str:
    found = next((one.id for one in store_of(config).accounts() if one.login == login), None)
    if found is None:
        stop(f"Không có tài khoản “{login}”. Xem danh sách: doichieu accounts list", USAGE)
    return found


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(accounts, name="accounts")
