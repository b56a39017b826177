"""The messages between client and server: their names, fields and limits, and their encoding.

What a message *means* is decided by the rooms and the games' machines. The name of a message on the wire is that of its
class. Three names exist in both directions (`StartGame`, `Chat`, `Emote`); the server's class has another name there
and sets `wire_name`.

`rooms` and `beats` belong to every room, `people` to accounts, and each game has a module of its own. This package
re-exports them, and has the codec of all games.

Times are milliseconds. `pid` is a player's number within one room. Colours are `"white"` and `"black"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netcode.messages import beats, people, rooms
from netcode.messages.base import (
    Code,
    Codec,
    Count,
    GameMessages,
    Malformed,
    Message,
    Milliseconds,
    Name,
    Notice,
    Options,
    Part,
    Request,
    Token,
    declared_in,
    encode,
    fields_of,
)
from netcode.messages.beats import (
    DoHeartbeat,
    GotHeartbeat,
    Heartbeat,
    LatencyOfHeartbeat,
)
from netcode.messages.chess import (
    CHESS,
    AbsenceChoice,
    AbsenceQuestion,
    AiLevel,
    AiTakeover,
    AnswerDraw,
    Badges,
    BestOf,
    BoardState,
    ChessLine,
    ChessOptions,
    ChessSnapshot,
    ChooseUpgrade,
    Clocks,
    Colour,
    Comeback,
    Counts,
    DecideAbsence,
    GameOver,
    HostColor,
    MakeMove,
    MatchOver,
    OfferDraw,
    PlayAgain,
    PlayedGame,
    Resign,
    StandinLevel,
    Terms,
    UpgradeChosen,
    UpgradeOffer,
    WithdrawDraw,
)
from netcode.messages.people import (
    AddProfilePic,
    Block,
    Blocked,
    BlockedPerson,
    ChangePassword,
    CreateLogin,
    DeleteLogin,
    ListBlocked,
    Login,
    Logout,
    Rated,
    RatingChange,
    Unblock,
)
from netcode.messages.quiz import (
    QUIZ,
    AbortDuel,
    AnswerMove,
    Buzz,
    BuzzClosed,
    BuzzDisable,
    BuzzEnable,
    BuzzOpen,
    CloseAnswers,
    CloseWagers,
    Column,
    Duel,
    EndGame,
    FinalAnswer,
    FinalQuestion,
    GiveUp,
    HostChecked,
    NextRound,
    OpenQuestion,
    Pause,
    QuizEnded,
    QuizLine,
    QuizOptions,
    QuizSetUp,
    QuizSnapshot,
    QuizState,
    Redo,
    Resume,
    SelectQuestion,
    SetPace,
    SetScore,
    SetTeam,
    SettleTie,
    ShowGrid,
    StartFinal,
    Team,
    TieToSettle,
    Undo,
    Wager,
)
from netcode.messages.rooms import (
    EMOTES,
    ActionSuccess,
    Chat,
    ChatLine,
    ClientDisconnected,
    ClientReconnected,
    CreateGame,
    Emote,
    EmoteShown,
    Exit,
    GameStarted,
    JoinGame,
    Kick,
    Kicked,
    Latencies,
    ListGames,
    ListOfGames,
    LockRoom,
    Moved,
    NewGame,
    NewPlayer,
    Player,
    PlayerChanged,
    PlayerJoined,
    PlayerLeft,
    PlayerList,
    Rejoin,
    Replaced,
    Role,
    RoomLine,
    SetProfile,
    ShuttingDown,
    Snapshot,
    StartGame,
    Stored,
    TransferHost,
    Witness,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def codec_of(games: Iterable[GameMessages]) -> Codec:
    """The codec for a server or client of these games."""
    common = [rooms, beats, people]
    return Codec([cls for module in common for cls in declared_in(module.__name__)], games)


def requests_of_people() -> list[type[Request]]:
    """The requests about accounts."""
    return [message for message in declared_in(people.__name__) if issubclass(message, Request)]


def requests_of_rooms() -> list[type[Request]]:
    """The requests that belong to no game."""
    common = (*declared_in(rooms.__name__), *declared_in(beats.__name__))
    return [message for message in common if issubclass(message, Request)]


CODEC: Final = codec_of([CHESS, QUIZ])
"""Of all games."""

REQUESTS: Final = CODEC.requests
NOTICES: Final = CODEC.notices
decode_request = CODEC.decode_request
decode_notice = CODEC.decode_notice
notice_from = CODEC.notice_from
