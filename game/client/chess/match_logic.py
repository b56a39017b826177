"""What the match screen shows, derived from the match alone. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import chess

from game.chess.rules.notation import NO_MOVE, san
from game.chess.upgrades import CATALOGUE
from game.chess.upgrades.upgrade import hero_type
from game.client import texts
from game.client.chess.board.state import ORDINARY
from game.client.chess.charges import charge_actions
from game.client.chess.drawoffers_logic import offer_line
from game.client.chess.effects import poisons, takes_spare_king
from game.client.chess.moveentry import Candidate, loosely
from game.client.chess.platefacts import PlateFacts
from game.client.kit import theme

if TYPE_CHECKING:
    from game.chess.rules.board import Board
    from game.chess.upgrades import Upgrade
    from game.client.chess.board.state import Targets, TargetSign
    from game.client.chess.model import ChessModel
    from game.client.chess.widgets.figures import Sign
    from netcode.messages import Badges as Owned
    from netcode.messages import BoardState, Colour

LINE_LIMITS_MS = (70, 150, 300)
"""From this round trip on, a connection has one bar less; below the first a move seems to arrive at once."""
PIECE_VALUES = {"q": 9, "r": 5, "b": 3, "k": 3, "n": 3, "p": 1}
"""In pawns, for the difference that is shown; the classical count. A spare king stands where a bishop stood."""
DRAWN = frozenset({"flag_draw", "stalemate", "agreement", "threefold", "fifty_moves", "dead_position"})
"""Reasons of a draw; in Armageddon Black wins by it."""
UPGRADED: frozenset[Sign] = frozenset({"upgraded"})


def other(color: Colour) -> Colour:
    """The opponent's colour."""
    return "black" if color == "white" else "white"


def bottom_color(match: ChessModel, *, turned: bool) -> Colour:
    """The colour at the bottom: the player's, or White for a spectator; the other one if the board is turned."""
    color: Colour = match.color or "white"
    return other(color) if turned else color


def plate_facts(match: ChessModel, color: Colour) -> PlateFacts:
    """The facts on the nameplate of this colour's player."""
    state = match.board
    if state is None:
        return PlateFacts()
    pid = state.players[color]
    captured, lead = captures(match, color)
    note = absence_note(match, pid)
    return PlateFacts(
        name=match.name_of(pid),
        piece="K" if color == "white" else "k",
        captured=captured,
        lead=lead,
        here=not note,
        line=line_quality(match, pid),
        note=note,
    )


def absence_note(match: ChessModel, pid: int) -> str:
    """The note below the name of a player who is away during a match."""
    if pid not in match.room.people.absent or match.over is not None:
        return ""
    return texts.BOT_PLAYS if pid in match.room.people.bots else texts.GONE


def line_quality(match: ChessModel, pid: int) -> int | None:
    """From 0 for no connection to 4 for a very good one; None if it was not measured yet."""
    player = next((each for each in match.room.people.players if each.pid == pid), None)
    if not match.room.online:
        # Nothing reaches anybody from here.
        return 0
    if player is None or player.latency_ms is None:
        return None
    if pid in match.room.people.absent:
        return 0
    return 4 - sum(player.latency_ms >= limit for limit in LINE_LIMITS_MS)


def captures(match: ChessModel, color: Colour) -> tuple[str, int]:
    """What this colour has captured, the most valuable first, and its lead in pawns."""
    position, start = match.position(), match.start_position()
    return ("", 0) if position is None or start is None else captured_between(start, position, color)


def captured_between(start: Board, position: Board, color: Colour) -> tuple[str, int]:
    """Like `captures`, from one position of a game to another."""
    mine = color == "white"
    missing = {
        piece: _count(start, piece, not mine)
        - _count(position, piece, not mine)
        # A promotion takes a pawn away that nobody captured.
        - (_promoted(start, position, not mine) if piece == "p" else 0)
        for piece in PIECE_VALUES
    }
    letters = "".join(piece * max(0, count) for piece, count in missing.items())
    lead = _material(position, mine) - _material(position, not mine)
    return (letters if mine else letters.upper()), lead


def _count(board: Board, piece: str, color: chess.Color) -> int:
    return chess.popcount(board.pieces_mask(chess.PIECE_SYMBOLS.index(piece), color))


def _promoted(start: Board, position: Board, color: chess.Color) -> int:
    """How many pawns have promoted, judging by the pieces beyond the initial ones."""
    return sum(max(0, _count(position, piece, color) - _count(start, piece, color)) for piece in "qrbn")


def _material(board: Board, color: chess.Color) -> int:
    return sum(value * _count(board, piece, color) for piece, value in PIECE_VALUES.items())


def marked_under(upgrades: Owned) -> frozenset[str]:
    """The piece letters that move in a new way under these upgrades."""
    marked = set()
    for color in ("white", "black"):
        for upgrade in upgrades.white if color == "white" else upgrades.black:
            for piece_type in _changed_types(CATALOGUE[upgrade]) if upgrade in CATALOGUE else ():
                letter = chess.piece_symbol(piece_type)
                marked.add(letter.upper() if color == "white" else letter)
    return frozenset(marked)


def placement(position: Board) -> dict[int, str]:
    """Square -> FEN letter."""
    return {square: piece.symbol() for square, piece in position.piece_map().items()}


def signs(match: ChessModel, position: Board) -> dict[int, frozenset[Sign]]:
    """The signs of the pieces of a position, by square."""
    return signs_under(match.board.upgrades, position) if match.board else {}


def signs_under(upgrades: Owned, position: Board) -> dict[int, frozenset[Sign]]:
    """The signs of pieces under these upgrades."""
    marked, layers = marked_under(upgrades), position.layers
    poison = position.poisonous(chess.WHITE) | position.poisonous(chess.BLACK)
    found: dict[int, frozenset[Sign]] = {}
    for square, piece in position.piece_map().items():
        here = chess.BB_SQUARES[square]
        worn: dict[Sign, bool] = {
            "upgraded": piece.symbol() in marked,
            "hero": bool(layers.heroes & here),
            "shield": bool(layers.shields & here),
            "poison": bool(poison & here),
            "spare": has_spare(position, square),
        }
        if any(worn.values()):
            found[square] = frozenset(sign for sign, has in worn.items() if has)
    return found


def has_spare(position: Board, square: int) -> bool:
    """Whether the side has two kings."""
    here = chess.BB_SQUARES[square] & position.kings
    return bool(here) and chess.popcount(position.kings & position.occupied_co[bool(position.color_at(square))]) > 1


def _changed_types(upgrade: Upgrade) -> frozenset[chess.PieceType]:
    """The piece types that move in a new way; heroes are marked separately."""
    return frozenset(upgrade.moves) | ({chess.PAWN} if upgrade.double_steps else frozenset())


def last_move(match: ChessModel) -> tuple[int, int] | None:
    """The squares of the last move."""
    return squares_of(match.moves[-1]) if match.moves else None


def squares_of(uci: str) -> tuple[int, int] | None:
    """The origin and target of a move; None if it moves nothing, such as a pass."""
    try:
        move = chess.Move.from_uci(uci)
    except ValueError:
        return None
    return (move.from_square, move.to_square) if move else None


def _action_text(uci: str) -> str:
    return NO_MOVE if uci == chess.Move.null().uci() else uci


def candidates(match: ChessModel, targets: dict[int, dict[int, list[chess.Move]]]) -> list[Candidate]:
    """The moves that can be typed now: in SAN if they can be played, in a loose form if they can only be queued."""
    position = match.queue.imagined()
    if position is None:
        return []
    moves = [move for by_target in targets.values() for moves in by_target.values() for move in moves]
    if match.can_move:
        known = [Candidate(san(position, move), move.uci()) for move in moves]
        return known + [
            Candidate(_action_text(uci), uci) for action in charge_actions(match) for uci in action.moves.values()
        ]
    return loosely(placement(position), moves)


def onto_rooks(position: Board, targets: Targets) -> Targets:
    """The same targets, plus the rook's square for a king who can castle, because some people castle like that."""
    found = dict(targets)
    for origin, by_target in targets.items():
        castling = [move for moves in by_target.values() for move in moves if position.is_castling(move)]
        if castling:
            rooks = {_castling_rook(move): [move] for move in castling}
            found[origin] = {**rooks, **by_target}
    return found


def _castling_rook(move: chess.Move) -> chess.Square:
    kingside = move.to_square > move.from_square
    return chess.square(7 if kingside else 0, chess.square_rank(move.from_square))


def target_signs(match: ChessModel, origin: int, target: int) -> frozenset[TargetSign]:
    """What a player should know before making a move to this target."""
    position = match.queue.imagined()
    if position is None:
        return ORDINARY
    move = chess.Move(origin, target)
    signs: dict[TargetSign, bool] = {
        "granted": match.granted(origin, target),
        "shield": position.breaks_shield(move),
        "poison": poisons(position, move),
        "king": takes_spare_king(position, move),
    }
    return frozenset(sign for sign, has in signs.items() if has)


def king_in_check(position: Board | None) -> int | None:
    """The square of the king in check."""
    return position.king(position.turn) if position is not None and position.is_check() else None


def heading(match: ChessModel) -> str:
    """The number of this game."""
    state = match.board
    if state is None:
        return ""
    game = texts.ARMAGEDDON if state.armageddon else texts.game_of(state.game, state.best_of)
    late = texts.watch_delay(match.watch_delay) if match.watching else ""
    return "  ·  ".join(filter(None, (game, late, texts.watching(match.room.people.watchers))))


def result_words(match: ChessModel) -> tuple[str, str] | None:
    """Headline and sentence for the game that has just ended; None while one runs."""
    state = match.board
    if state is None or not match.results or not (state.phase == "result" or match.last_look_ms()):
        return None
    last = match.results[-1]
    winner = None if last.winner is None else match.name_of(last.winner)
    if last.winner is not None and last.winner == match.room.pid:
        winner = texts.YOU
    sentence = texts.result_sentence(last.reason, winner, state.game, armageddon=state.armageddon)
    return texts.result_headline(last.reason), sentence


def result_mood(match: ChessModel) -> Literal["won", "lost", "draw"]:
    """How to present the last result; a spectator rejoices with the winner."""
    winner = match.results[-1].winner if match.results else None
    if winner is None:
        return "draw"
    return "won" if winner == match.room.pid or match.color is None else "lost"


def flagged(match: ChessModel) -> Colour | None:
    """The colour whose flag has just fallen."""
    state = match.board
    if state is None or result_words(match) is None or match.results[-1].reason not in {"flag", "flag_draw"}:
        return None
    return "white" if state.clocks_ms.white <= state.clocks_ms.black else "black"


def own_time_is_short(match: ChessModel, now_ms: int) -> bool:
    """Whether the player's time is short."""
    state = match.board
    if state is None or state.color is None or state.phase != "playing":
        return False
    return match.clock_ms(state.color, now_ms) < theme.LOW_TIME_MS


def countdown_number(match: ChessModel, now_ms: int) -> int | None:
    """3, 2 or 1 during the countdown."""
    state: BoardState | None = match.board
    if state is None or state.phase != "countdown":
        return None
    return max(1, -(-match.phase_ms(now_ms) // 1000))


def status_line(match: ChessModel) -> str:
    """The status line: an absent opponent, or else a draw offer."""
    if not match.room.online:
        # The banner speaks of that, and nothing is known of the others.
        return ""
    return absence_line(match) or offer_line(match)


def absence_line(match: ChessModel) -> str:
    """That a player is away, and what becomes of the game meanwhile."""
    if not match.room.online:
        return ""
    gone = [pid for pid in match.room.people.absent if pid != match.room.pid and pid not in match.room.people.left]
    players = set(match.board.players.values()) if match.board else set()
    for pid in gone:
        if pid in players and match.over is None:
            name = match.name_of(pid)
            if match.board is not None and match.board.phase == "result" and match.board.phase_ms is None:
                return texts.match_waits_for(name)
            return texts.bot_plays_for(name) if pid in match.room.people.bots else texts.opponent_gone(name)
    return ""


def threats(match: ChessModel, position: Board, square: int) -> frozenset[int]:
    """The squares where the opponent's piece (for spectators, any piece) could capture, with upgrades."""
    piece = position.piece_at(square)
    if piece is None or (match.color is not None and piece.color == (match.color == "white")):
        return frozenset()
    own = position.occupied_co[piece.color]
    return frozenset(chess.scan_forward(position.attacks_mask(square) & ~own))


def explain_piece(match: ChessModel, position: Board, square: int) -> str:
    """What the upgrades do for the piece on a square; "" for a standard piece."""
    return explained(match.board.upgrades, position, square) if match.board else ""


def explained(upgrades: Owned, position: Board, square: int) -> str:
    """The same, under these upgrades."""
    piece = position.piece_at(square)
    if piece is None:
        return ""
    here, layers = chess.BB_SQUARES[square], position.layers
    owned = upgrades.white if piece.color else upgrades.black
    found = [
        each
        for each in map(CATALOGUE.get, owned)
        if each is not None
        and (
            piece.piece_type in _changed_types(each)
            or piece.piece_type in each.poison
            or (layers.heroes & here and piece.piece_type in map(hero_type, each.heroes))
            or (layers.shields & here and each.shields)
        )
    ]
    spare = [texts.SPARE_KING_HINT] if has_spare(position, square) else []
    return " ".join([*(f"{each.name}. {each.text}" for each in found), *spare])


def facts(match: ChessModel) -> dict[str, object]:
    """Facts about the match for tests that drive the real window."""
    state = match.board
    if state is None:
        return {}
    return {
        "phase": state.phase,
        "game": state.game,
        "ply": len(match.moves),
        "color": match.color,
        "absent": sorted(match.name_of(pid) for pid in match.room.people.absent),
        "bots": sorted(match.name_of(pid) for pid in match.room.people.bots),
    }
