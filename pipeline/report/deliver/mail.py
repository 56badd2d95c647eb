"""Delivery by the office's own mail server (SMTP, RFC 5321; submission with STARTTLS or TLS, RFC 8314).

The password is read from the environment and never written; to whom mail goes is office.toml's and stays out of the
store and the log.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import os
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from pipeline.config import Office
from pipeline.records import VIETNAM
from pipeline.report.deliver.failure import DeliveryFailed

PASSWORD = "DOICHIEU_MAIL_PASSWORD"  # noqa: S105 - the name of the variable
TIMEOUT = 30.0


def message(office: Office, title: str, words: str, files: Sequence[Path], now: dt.datetime) -> EmailMessage:
    """The mail: the summary as text, the files attached."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = title, office.delivery.mail_from, ", ".join(office.delivery.mail_to)
    mail["Date"], mail["Message-ID"] = format_datetime(now.astimezone(VIETNAM)), make_msgid(domain="doichieu.local")
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail.set_content(words)
    for file in files:
        kind, _ = mimetypes.guess_type(file.name)
        main, _, sub = (kind or "application/octet-stream").partition("/")
        mail.add_attachment(file.read_bytes(), maintype=main, subtype=sub, filename=file.name)
    return mail


def send(office: Office, report: str, day: dt.date, title: str, words: str, files: Sequence[Path]) -> None:
    """Send to all recipients of `[delivery] mail_to`. Raises DeliveryFailed."""
    delivery = office.delivery
    host, _, port = delivery.mail_server.rpartition(":")
    context = ssl.create_default_context(cafile=office.network.ca_file)
    letter = message(office, title, words, files, dt.datetime.now(dt.UTC))
    try:
        if delivery.mail_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, int(port), timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, int(port), timeout=TIMEOUT)
        with server:
            if delivery.mail_security == "starttls":
                server.starttls(context=context)
            if delivery.mail_login:
                server.login(delivery.mail_login, os.environ.get(PASSWORD, ""))
            refused = server.send_message(letter)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryFailed(f"máy chủ thư không nhận tên hoặc mật khẩu (biến {PASSWORD})") from error
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryFailed("máy chủ thư không có kết nối bảo mật như office.toml đòi hỏi") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise DeliveryFailed("máy chủ thư không nhận nơi gửi nào trong danh sách") from error
    except smtplib.SMTPResponseException as error:
        raise DeliveryFailed(f"máy chủ thư từ chối (mã {error.smtp_code})") from error
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed("máy chủ thư không trả lời") from error
    if refused:
        raise DeliveryFailed(f"máy chủ thư không nhận {len(refused)} trên {len(delivery.mail_to)} nơi gửi")
