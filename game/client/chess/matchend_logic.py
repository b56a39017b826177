"""The story of a finished match. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.client import texts
from game.client.chess.match_logic import bottom_color, other
from game.client.chess.storyline import Gain, GameLine, Side
from game.client.people import profile_logic

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.chess.played import Played
    from netcode.messages import GameOver

MOST_GAMES = 8
"""Seven, and an Armageddon game."""


class Story(Struct, frozen=True):
    """The contents of the screen."""

    headline: str
    sentence: str
    picture: str
    winner: Side
    """Whose the match is: of whom is named first, of the other, or of nobody."""
    glad: bool
    """Whether it is a day for jumping: one has won, or watched somebody win."""
    names: tuple[str, str]
    """The user's first; for a spectator, White's."""
    score: str
    ratings: tuple[str, str]
    """What each has now, and by how much that has changed; empty where the match is not rated, or not yet."""
    upgrades: tuple[tuple[str, ...], tuple[str, ...]]
    games: tuple[GameLine, ...]
    wish: str
    can_play_again: bool
    asked: bool
    again_text: str
    can_watch: bool
    """Whether any game has moves, also one that somebody left."""


def story(match: ChessModel) -> Story | None:
    """The story, once the match is over."""
    over, state = match.over, match.board
    if over is None or state is None:
        return None
    near = bottom_color(match, turned=False)
    far = other(near)
    pids = (state.players[near], state.players[far])
    won = over.winner is not None and over.winner == match.room.pid
    winner = texts.YOU if won else match.name_of(over.winner) if over.winner is not None else None
    opponent = match.room.opponent_pid
    loser = next((match.name_of(pid) for pid in pids if pid != over.winner), "")
    left = [pid for pid in pids if pid in match.room.people.left]
    gone = match.watching or over.reason == "forfeit" or bool(left) or bool(match.closed)
    asked = match.room.pid in match.again
    return Story(
        headline=texts.match_headline(winner, loser if over.reason == "forfeit" else ""),
        sentence=texts.match_sentence(
            over.reason, won=won, watching=match.watching, loser=loser, drawn=_last_was_drawn(match), again=not gone
        ),
        picture="pictures/pup_happy" if won or match.watching else "pictures/pup",
        winner="draw" if over.winner not in pids else "near" if over.winner == pids[0] else "far",
        glad=won or (match.watching and over.winner is not None),
        names=(match.name_of(pids[0]), match.name_of(pids[1])),
        score=f"{_points(over.score, pids[0])} : {_points(over.score, pids[1])}",
        ratings=(_rating(match, pids[0]), _rating(match, pids[1])),
        upgrades=(tuple(match.badges(near)), tuple(match.badges(far))),
        games=tuple(_game_lines(match, pids)),
        wish=_wish(match, left, gone=gone),
        can_play_again=not gone,
        asked=asked,
        again_text=texts.WAITING_AGAIN.format(name=match.name_of(opponent)) if asked else texts.PLAY_AGAIN,
        can_watch=any(each.feed.moves for each in match.played),
    )


def _wish(match: ChessModel, left: list[int], *, gone: bool) -> str:
    """The line below the games: that the opponent wants another match, or why there will be none."""
    if match.closed:
        return match.closed
    if left and match.over is not None and match.over.reason != "forfeit":
        return texts.has_left(match.name_of(left[0]))
    opponent = match.room.opponent_pid
    if opponent not in match.again or gone:
        return texts.RATINGS_LATE if match.ratings.late else ""
    return texts.wants_again(match.name_of(opponent), changed_terms(match))


def _rating(match: ChessModel, pid: int) -> str:
    change = match.ratings.of(pid)
    if change is None:
        return ""
    rating = profile_logic.rating_text(change.rating, uncertain=change.uncertain)
    return texts.rating_after(rating, profile_logic.change_text(change.change))


def changed_terms(match: ChessModel) -> tuple[int, int] | None:
    """Best of how many and seconds for each, if another match is proposed on other terms."""
    if match.again_as is None or match.again_as == match.terms:
        return None
    return match.again_as.best_of, match.again_as.base_seconds


def _last_was_drawn(match: ChessModel) -> bool:
    return bool(match.results) and match.results[-1].reason in texts.DRAWS


def _points(score: dict[str, float], pid: int) -> str:
    return texts.points(score.get(str(pid), 0.0))


def _game_lines(match: ChessModel, pids: tuple[int, int]) -> list[GameLine]:
    """One line for each game. `pids`: the near and the far player."""
    played = {each.feed.state.game: each for each in match.played}
    sides: dict[int | None, Side] = {None: "draw", pids[0]: "near", pids[1]: "far"}
    lines = []
    for number, result in enumerate(match.results[-MOST_GAMES:], start=1):
        seen = played.get(number)
        gained = seen.gained.items() if seen is not None else ()
        lines.append(
            GameLine(
                number=number,
                side=sides.get(result.winner, "draw"),
                winner=texts.DRAW if result.winner is None else match.name_of(result.winner),
                how=_how(result, seen, armageddon=number > match.best_of),
                gains=tuple(Gain(sides.get(pid, "draw"), match.name_of(pid), upgrade) for pid, upgrade in gained),
                kept=seen is not None and bool(seen.feed.moves),
            )
        )
    return lines


def _how(result: GameOver, seen: Played | None, *, armageddon: bool) -> str:
    way = texts.result_way(result.reason, armageddon=armageddon)
    return way if seen is None else texts.in_moves(way, (len(seen.feed.moves) + 1) // 2)
