"""What belongs to one game lies on the wire where every client expects it, and comes back as it was."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
import pytest
from msgspec import Meta

from netcode.messages import (
    CHESS,
    ActionSuccess,
    ChessLine,
    ChessOptions,
    ChessSnapshot,
    CreateGame,
    GameMessages,
    ListOfGames,
    Malformed,
    Options,
    Part,
    Player,
    Request,
    RoomLine,
    Snapshot,
    codec_of,
    decode_notice,
    decode_request,
    encode,
    notice_from,
)


class DiceOptions(Options, frozen=True):
    game: ClassVar[str] = "dice"

    dice: Annotated[int, Meta(ge=1, le=6)] = 2


class DiceSnapshot(Part, frozen=True):
    game: ClassVar[str] = "dice"

    eyes: int = 0


class Throw(Request, frozen=True):
    force: int = 1


DICE = GameMessages(DiceOptions, DiceSnapshot, DiceOptions, (Throw,), opens="dice")

ANSWER = ActionSuccess(
    "Rejoin",
    code="ABCD",
    pid=1,
    snapshot=Snapshot(
        "ABCD", 3, "chess", [Player(1, "Ann", "player", connected=True)], part=ChessSnapshot(best_of=5, again=[1])
    ),
)
LIST = ListOfGames([RoomLine("ABCD", "chess", "Ann's match", "Ann", 1, 2, part=ChessLine(5, 30))])


def test_options_lie_flat_beside_the_fields_of_the_room() -> None:
    fields = msgspec.json.decode(encode(CreateGame(options=ChessOptions(best_of=5), name="Ann")))
    assert (fields["game"], fields["best_of"], fields["name"]) == ("chess", 5, "Ann")
    assert "options" not in fields


def test_what_is_created_comes_back_as_it_was() -> None:
    asked = CreateGame(options=ChessOptions(best_of=7, host_color="black"), name="Ann", private=True, n=4)
    assert decode_request("CreateGame", encode(asked)) == asked


def test_without_a_name_of_a_game_it_is_chess() -> None:
    assert decode_request("CreateGame", b'{"best_of": 5}') == CreateGame(options=ChessOptions(best_of=5))


def test_a_field_of_its_own_names_a_game() -> None:
    codec = codec_of([CHESS, DICE])
    assert codec.decode_request("CreateGame", b'{"dice": 3}') == CreateGame(options=DiceOptions(3))
    assert codec.decode_request("CreateGame", b'{"game": "dice"}') == CreateGame(options=DiceOptions())
    assert codec.decode_request("Throw", b"{}") == Throw()


@pytest.mark.parametrize("fields", [b'{"best_of": 4}', b'{"game": "go"}', b'{"game": 1}', b'{"base_seconds": 1}'])
def test_options_that_no_game_has_are_malformed(fields: bytes) -> None:
    with pytest.raises(Malformed):
        decode_request("CreateGame", fields)


def test_a_message_of_a_game_that_is_not_played_here_is_malformed() -> None:
    with pytest.raises(Malformed):
        decode_request("Throw", b"{}")


def test_a_snapshot_has_the_games_part_under_its_name() -> None:
    told = msgspec.json.decode(encode(ANSWER))["snapshot"]
    assert (told["game"], told["chess"]["best_of"]) == ("chess", 5)
    assert "part" not in told
    assert decode_notice("ActionSuccess", encode(ANSWER)) == ANSWER
    assert notice_from("ActionSuccess", msgspec.json.decode(encode(ANSWER))) == ANSWER


def test_a_snapshot_of_an_unknown_game_has_no_part() -> None:
    notice = codec_of([DICE]).decode_notice("ActionSuccess", encode(ANSWER))
    assert isinstance(notice, ActionSuccess)
    assert notice.snapshot is not None
    assert notice.snapshot.part is None


def test_a_line_of_the_list_also_tells_best_of_beside_its_part() -> None:
    (line,) = msgspec.json.decode(encode(LIST))["games"]
    told = {"best_of": 5, "base_seconds": 30, "watch_delay": 0, "over": False}
    assert (line["best_of"], line["chess"]) == (5, told)
    assert decode_notice("ListOfGames", encode(LIST)) == LIST


def test_answers_without_a_snapshot_leave_out_what_they_do_not_say() -> None:
    assert msgspec.json.decode(encode(ActionSuccess("Chat"))) == {"request": "Chat", "ok": True}
    assert "token" not in msgspec.json.decode(encode(ANSWER))


@pytest.mark.parametrize(
    ("field", "value"),
    [("picture", "pup:queen\n"), ("picture", "pup:queen/../x"), ("picture", "//host/x.png"), ("key", "k" * 22 + "\n")],
)
def test_a_picture_and_a_key_are_what_they_look_like_to_their_end(field: str, value: str) -> None:
    with pytest.raises(Malformed):
        decode_request("SetProfile", msgspec.json.encode({field: value}))
