"""The command line: what is said, and with which exit code, when something is wrong."""

from __future__ import annotations

import socket

import pytest

from game.chess.bot.__main__ import UNREACHABLE, main, parser


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_no_server_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--server", f"127.0.0.1:{free_port()}", "--room", "ABCD"])
    said = capsys.readouterr()
    assert code == UNREACHABLE
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "No server answers" in said.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--room", "ABCD"], "--server"),
        (["--server", "localhost:8765"], "--room"),
        (["--server", "localhost:8765", "--room", "ABCD", "--create"], "not allowed with"),
        (["--server", "localhost:99999", "--create"], "port"),
        (["--server", "ftp://localhost", "--create"], "http://"),
        (["--server", "ABCD", "--create"], "not an address"),
        (["--server", "localhost:8765", "--create", "--level", "godlike"], "invalid choice"),
        (["--server", "localhost:8765", "--create", "--best-of", "4"], "invalid choice"),
        (["--server", "localhost:8765", "--create", "--matches", "-1"], "number of matches"),
    ],
)
def test_wrong_usage(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert complaint in capsys.readouterr().err


def test_an_address_may_lack_its_scheme() -> None:
    options = parser().parse_args(["--server", "localhost:8765", "--create"])
    assert options.server == "http://localhost:8765"
