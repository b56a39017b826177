"""TLS with `--cert` and `--key`, and a sentence for every way to get it wrong."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from server.app import SERVICE
from server.config import Config
from server.tls import BadCertificate, tls_context
from tests.helpers.wire import a_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AUTHORITY = trustme.CA()


class Files:
    """A certificate and a key on disk."""

    def __init__(self, where: Path) -> None:
        issued = AUTHORITY.issue_cert("127.0.0.1")
        self.cert, self.key = where / "cert.pem", where / "key.pem"
        self.cert.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
        self.key.write_bytes(issued.private_key_pem.bytes())

    def config(self) -> Config:
        return Config(cert=str(self.cert), key=str(self.key))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def test_http_and_websockets_go_over_tls(files: Files) -> None:
    async def run() -> None:
        async with a_place(cert=str(files.cert), key=str(files.key)) as place:
            secure = trusting()
            url = place.url.replace("http:", "https:")
            async with place.session.post(f"{url}/rooms/create", ssl=secure) as response:
                made = await response.json()
            query = f"token={made['token']}"
            async with place.session.ws_connect(f"{url}/rooms/{made['code']}?{query}", ssl=secure) as socket:
                assert '"ok":true' in await socket.receive_str()
            async with place.session.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket", ssl=secure) as socket:
                assert (await socket.receive_str()).startswith("0{")

    asyncio.run(run())


def test_whoever_never_shakes_hands_is_hung_up_on(files: Files) -> None:
    async def run() -> None:
        async with a_place(cert=str(files.cert), key=str(files.key), handshake_s=0.2) as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()

    asyncio.run(run())


def test_silent_sockets_are_counted_before_tls(files: Files) -> None:
    """Nobody has shaken hands: the sockets beyond what one address may hold are closed all the same, and counted."""

    async def run() -> None:
        tls = {"cert": str(files.cert), "key": str(files.key)}
        async with a_place(**tls, connections_per_private_address=2, handshake_s=30.0) as place:
            silent = [await asyncio.open_connection("127.0.0.1", place.port) for _ in range(5)]
            assert await asyncio.wait_for(silent[4][0].read(), 5) == b""
            assert place.app[SERVICE].meters.turned_away["full"] == 1
            for _, writer in silent:
                writer.close()
            secure = trusting()
            url = place.url.replace("http:", "https:")
            while True:
                try:
                    async with place.session.get(f"{url}/healthz", ssl=secure) as response:
                        assert response.status == 200
                        return
                except OSError:
                    continue

    asyncio.run(run())


def lose(files: Files) -> None:
    files.cert.unlink()


def swap(files: Files) -> None:
    files.cert, files.key = files.key, files.cert


def scribble(files: Files) -> None:
    files.cert.write_bytes(b"\xff\xfe not a certificate")


def break_off(files: Files) -> None:
    files.cert.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", encoding="ascii")


def mix_up(files: Files) -> None:
    files.key.write_bytes(AUTHORITY.issue_cert("127.0.0.1").private_key_pem.bytes())


def encrypt(files: Files) -> None:
    key = load_pem_private_key(files.key.read_bytes(), None)
    secret = BestAvailableEncryption(b"secret")
    files.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lose, "Cannot read the certificate .*: No such file or directory"),
        (swap, "key.pem is no certificate in PEM form"),
        (scribble, "cert.pem is no certificate in PEM form"),
        (break_off, "cannot be used together"),
        (mix_up, "key.pem does not belong to the certificate"),
        (encrypt, "key.pem has a password; the server needs one without"),
    ],
)
def test_bad_files_get_a_sentence(files: Files, spoil: Callable[[Files], None], sentence: str) -> None:
    spoil(files)
    with pytest.raises(BadCertificate, match=sentence):
        tls_context(files.config())


def test_half_of_a_pair_is_none() -> None:
    with pytest.raises(BadCertificate, match="belong together"):
        tls_context(Config(cert="x"))


def test_without_files_there_is_no_tls() -> None:
    assert tls_context(Config()) is None


def test_the_program_says_it_and_ends(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "server", "--port=0", f"--data={tmp_path}"),
        *("--cert=/nowhere.pem", "--key=/nowhere.pem"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "Cannot read the certificate /nowhere.pem: No such file or directory.\n"
