"""How mail goes out: through a mail server, or into a folder."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from sync.errors import ConfigurationError, SyncError, TryLater
from sync.program import private_files
from sync.program.program_file import LetterPart

# Sends a message; the key (WES, WES-m12) names its .eml file.
Send = Callable[[str, EmailMessage], None]


class PartlyRefused(SyncError):
    """A letter went out, and some of those whom it was for did not get it."""

    exit_code = 4


class NoMailbox(ConfigurationError):
    """The mail server knows none of those whom a letter is for; it did not
    go.
    """


class Uncertain(SyncError):
    """A letter may have gone out, and may not."""

    exit_code = 4


def into(folder: Path) -> Send:
    """Writes mails as .eml files into a folder, named by the key given."""
    private_files.folder(folder)

    def send(key: str, message: EmailMessage) -> None:
        path = folder / f"{key}.eml"
        partial = path.with_suffix(".partial")
        try:
            private_files.write(partial, bytes(message))
            partial.replace(path)
        except OSError as error:
            raise ConfigurationError(
                f"{path}: {error.strerror}. Give another folder with --out."
            ) from error

    return send


@contextmanager
def connected(part: LetterPart, password: str) -> Iterator[smtplib.SMTP]:
    """A mail server, signed in: encrypted from the start (port 465) or after
    STARTTLS; the loopback needs neither.
    """
    host, number = part.host, part.port
    local = host in ("localhost", "127.0.0.1", "::1")
    context = ssl.create_default_context()
    opened = (
        smtplib.SMTP_SSL(host, number, timeout=60, context=context)
        if number == 465
        else smtplib.SMTP(host, number, timeout=60)
    )
    with opened as server:
        if number != 465 and not local:
            server.starttls(context=context)
        if part.user:
            server.login(part.user, password)
        yield server


def by_smtp(part: LetterPart, password: str) -> Send:
    """Sends mails through a mail server.

    The function returned raises ConfigurationError, NoMailbox or TryLater
    where a mail was not sent, Uncertain where that is not known, and
    PartlyRefused where some addresses were rejected.
    """

    def send(_: str, message: EmailMessage) -> None:
        handed_over = False
        try:
            with connected(part, password) as server:
                handed_over = True
                refused = server.send_message(message)
                handed_over = False
            if refused:
                raise PartlyRefused(
                    f"The mail server rejected {len(refused)} of the addresses:"
                    " no such mailbox. Correct them in districts.csv, in Pairs, or in [alert] of program.toml."
                )
        except smtplib.SMTPAuthenticationError as error:
            raise ConfigurationError(
                "The mail server did not accept user and password. Check [letter] user in program.toml, and SYNC_SMTP_PASSWORD."
            ) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise NoMailbox(
                "The mail server rejected the address: no such mailbox.",
                "Correct it in districts.csv, in Pairs, or in [alert] of program.toml.",
            ) from error
        except smtplib.SMTPSenderRefused as error:
            raise ConfigurationError(
                "The mail server refused the sender. Correct [letter] sender in program.toml."
            ) from error
        except smtplib.SMTPResponseException as error:
            raise TryLater(
                f"The mail server answered with {error.smtp_code}. Run the same"
                " command again later."
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            if handed_over:
                raise Uncertain(
                    "The mail server did not answer again while it took the letter: it may have gone out. It is not sent again; ask"
                    " whether it arrived."
                ) from error
            raise TryLater(
                f"The mail server {part.host} cannot be reached ({type(error).__name__}). Run the same command again later."
            ) from error

    return send
