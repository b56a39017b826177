"""Whether, and with which addresses, a server tells the local network that it is there."""

from __future__ import annotations

import argparse

import pytest

from server.announcing import announced_addresses, lan_addresses
from server.config import Config, add_flags, from_flags

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing is bound


def config(*flags: str, **environment: str) -> Config:
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return from_flags(parser.parse_args(flags), environment)


@pytest.mark.parametrize(
    ("flags", "announced"),
    [
        ([], False),
        (["--host", "localhost"], False),
        (["--host", "::1"], False),
        (["--host", EVERYWHERE], True),
        (["--host", "192.168.1.5"], True),
        (["--host", EVERYWHERE, "--public"], False),
        (["--host", EVERYWHERE, "--no-announce"], False),
        (["--host", EVERYWHERE, "--public", "--announce"], True),
        (["--announce"], True),
    ],
)
def test_a_server_is_announced_if_others_on_the_lan_can_reach_it_unless_told_otherwise(
    flags: list[str], announced: bool
) -> None:
    assert config(*flags).announced is announced


@pytest.mark.parametrize(("value", "announced"), [("no", False), ("yes", True)])
def test_the_environment_can_say_whether_a_server_is_announced(value: str, announced: bool) -> None:
    assert config("--host", EVERYWHERE, "--public", UNDERDOG_ANNOUNCE=value).announced is announced


def test_a_server_on_one_address_is_announced_there() -> None:
    assert announced_addresses("192.168.1.5") == ["192.168.1.5"]


def test_a_server_everywhere_is_announced_at_all_addresses_of_the_lan() -> None:
    assert announced_addresses(EVERYWHERE) == lan_addresses()
