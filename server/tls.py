"""Reads the certificate and key of `--cert` and `--key`."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.config import Config


class BadCertificate(ValueError):
    """The certificate or key cannot be used; the text is a sentence for the operator."""


def tls_context(config: Config) -> ssl.SSLContext | None:
    """The TLS context of the configuration; None without TLS.

    Raises:
        BadCertificate: a file is missing, unreadable or invalid.
    """
    if not config.cert and not config.key:
        return None
    if not config.cert or not config.key:
        raise BadCertificate("--cert and --key belong together: give both for TLS, or neither.")
    _read(config.cert, "certificate", "CERTIFICATE")
    _read(config.key, "key", "PRIVATE KEY")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # Never ask for a password, because the server may have no terminal.
        context.load_cert_chain(config.cert, config.key, password="")
    except ssl.SSLError as error:
        raise BadCertificate(_what_is_wrong(config, error)) from error
    return context


def _read(path: str, what: str, label: str) -> None:
    try:
        text = Path(path).read_text(encoding="ascii")
    except OSError as error:
        raise BadCertificate(f"Cannot read the {what} {path}: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        text = ""
    if f"{label}-----" not in text:
        raise BadCertificate(f"{path} is no {what} in PEM form: it has no line -----BEGIN {label}-----.")


def _what_is_wrong(config: Config, error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"The key {config.key} does not belong to the certificate {config.cert}."
    if "ENCRYPTED" in Path(config.key).read_text(encoding="ascii"):
        return f"The key {config.key} has a password; the server needs one without."
    return f"The certificate {config.cert} and the key {config.key} cannot be used together ({error.reason})."
