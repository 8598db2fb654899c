"""The local SMTP sink of the demo: keeps every mail it is given as a file, and delivers none."""

import asyncio
import re
import signal
import tempfile
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from uuid6 import uuid7

MAX_BYTES = 50 * 1024 * 1024


class Keep:
    """An aiosmtpd handler that writes by rename, so that readers never see half a mail."""

    def __init__(self, directory: Path) -> None:
        """Keep mails in this directory."""
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Write one mail, and only then say 250."""
        content = envelope.original_content or b""
        recipient = re.sub(r"[^A-Za-z0-9@.+-]", "_", (envelope.rcpt_tos or ["nobody"])[0])[:80]
        with tempfile.NamedTemporaryFile(dir=self.directory, suffix=".part", delete=False) as file:
            file.write(content)
        unfinished = Path(file.name)
        # One local file; the sink serves one demo.
        unfinished.rename(self.directory / f"{uuid7()}-{recipient}.eml")  # noqa: ASYNC240
        return "250 kept"


async def serve(host: str, port: int, directory: Path) -> None:
    """Listen until told to stop."""
    handler = Keep(directory)
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    server = await loop.create_server(
        lambda: SMTP(handler, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, loop=loop), host, port
    )
    async with server:
        await stop.wait()
