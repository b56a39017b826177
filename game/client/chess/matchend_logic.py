"""The story of a finished match, worked out from the session. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.client import texts
from game.client.chess.match_logic import bottom_color, other
from game.client.chess.storyline import Gain, GameLine

if TYPE_CHECKING:
    from game.client.chess.storyline import Side
    from game.client.net.played import Played
    from game.client.net.session import Session
    from netcode.messages import GameOver

MOST_GAMES = 8
"""Seven, and an Armageddon game."""


class Story(Struct, frozen=True):
    """What the screen says."""

    headline: str
    sentence: str
    picture: str
    glad: bool
    """Whether it is a day for jumping: one has won, or watched somebody win."""
    names: tuple[str, str]
    """One's own (White's, for a spectator) first."""
    score: str
    upgrades: tuple[tuple[str, ...], tuple[str, ...]]
    games: tuple[GameLine, ...]
    wish: str
    can_play_again: bool
    asked: bool
    again_text: str


def story(session: Session) -> Story | None:
    """The story, once the match is over."""
    over, state = session.over, session.board
    if over is None or state is None:
        return None
    near = bottom_color(session, turned=False)
    far = other(near)
    pids = (state.players[near], state.players[far])
    won = over.winner is not None and over.winner == session.pid
    winner = texts.YOU if won else session.name_of(over.winner) if over.winner is not None else None
    opponent = session.opponent_pid
    loser = next((session.name_of(pid) for pid in pids if pid != over.winner), "")
    left = [pid for pid in pids if pid in session.left]
    gone = session.watching or over.reason == "forfeit" or bool(left) or bool(session.closed)
    asked = session.pid in session.again
    return Story(
        headline=texts.match_headline(winner, loser if over.reason == "forfeit" else ""),
        sentence=texts.match_sentence(
            over.reason, won=won, watching=session.watching, loser=loser, drawn=_last_was_drawn(session), again=not gone
        ),
        picture="pictures/pup_happy" if won or session.watching else "pictures/pup",
        glad=won or (session.watching and over.winner is not None),
        names=(session.name_of(pids[0]), session.name_of(pids[1])),
        score=f"{_points(over.score, pids[0])} : {_points(over.score, pids[1])}",
        upgrades=(tuple(session.badges(near)), tuple(session.badges(far))),
        games=tuple(_game_lines(session, pids)),
        wish=_wish(session, left, gone=gone),
        can_play_again=not gone,
        asked=asked,
        again_text=texts.WAITING_AGAIN.format(name=session.name_of(opponent)) if asked else texts.PLAY_AGAIN,
    )


def _wish(session: Session, left: list[int], *, gone: bool) -> str:
    """Below the games: that the opponent wants another match, or why there will be none."""
    if session.closed:
        return session.closed
    if left and session.over is not None and session.over.reason != "forfeit":
        return texts.has_left(session.name_of(left[0]))
    opponent = session.opponent_pid
    return texts.wants_again(session.name_of(opponent)) if opponent in session.again and not gone else ""


def _last_was_drawn(session: Session) -> bool:
    return bool(session.results) and session.results[-1].reason in texts.DRAWS


def _points(score: dict[str, float], pid: int) -> str:
    return texts.points(score.get(str(pid), 0.0))


def _game_lines(session: Session, pids: tuple[int, int]) -> list[GameLine]:
    """One line for each game; `pids`: the near and the far player."""
    played = {each.feed.state.game: each for each in session.played}
    sides: dict[int | None, Side] = {None: "draw", pids[0]: "near", pids[1]: "far"}
    lines = []
    for number, result in enumerate(session.results[-MOST_GAMES:], start=1):
        seen = played.get(number)
        gained = seen.gained.items() if seen is not None else ()
        lines.append(
            GameLine(
                number=number,
                side=sides.get(result.winner, "draw"),
                winner=texts.DRAW if result.winner is None else session.name_of(result.winner),
                how=_how(result, seen, armageddon=number > session.best_of),
                gains=tuple(Gain(sides.get(pid, "draw"), session.name_of(pid), upgrade) for pid, upgrade in gained),
                kept=seen is not None and bool(seen.feed.moves),
            )
        )
    return lines


def _how(result: GameOver, seen: Played | None, *, armageddon: bool) -> str:
    way = texts.result_way(result.reason, armageddon=armageddon)
    return way if seen is None else texts.in_moves(way, (len(seen.feed.moves) + 1) // 2)
