"""Facts about the rules and the history of chess, written for this game. `rank`: 0 easy, 1 medium, 2 hard."""

from __future__ import annotations

from typing import Final, NamedTuple


class Fact(NamedTuple):
    """A question, its answers (the first is shown), an explanation, and how hard it is."""

    clue: str
    answers: tuple[str, ...]
    explanation: str
    rank: int


RULES: Final = (
    Fact("How many squares has a chessboard?", ("64",), "", 0),
    Fact("Which piece alone may jump over others?", ("The knight",), "", 0),
    Fact(
        "Which corner of the board must be a light square for each player?", ("The right one",), "“Light on right.”", 0
    ),
    Fact("How many pawns does each side start with?", ("Eight",), "", 0),
    Fact(
        "What is it called when the side to move has no legal move and is not in check?",
        ("Stalemate",),
        "The game is drawn.",
        0,
    ),
    Fact("In which move do two pieces of one side move at once?", ("Castling",), "", 0),
    Fact(
        "What may a pawn become that reaches the far rank? Name all four.",
        ("Queen, rook, bishop or knight",),
        "Never a king, and it cannot stay a pawn.",
        1,
    ),
    Fact(
        "A pawn that has just made a double step is captured as if it had made a single one. In which language is the "
        "name of this rule?",
        ("French",),
        "En passant: in passing.",
        1,
    ),
    Fact(
        "After how many moves by each side without a capture or a pawn's move may a draw be claimed?", ("Fifty",), "", 1
    ),
    Fact(
        "How often must a position occur before a draw may be claimed?",
        ("Three times",),
        "With the same player to move and the same possible moves.",
        1,
    ),
    Fact("True or false: a king may castle when it is attacked.", ("False",), "Nor across an attacked square.", 1),
    Fact(
        "True or false: a player may castle although the rook is attacked.",
        ("True",),
        "Only the king's squares count.",
        1,
    ),
    Fact(
        "What must a player do whose touched piece has a legal move?",
        ("Move it", "Move that piece"),
        "“Touch-move.”",
        1,
    ),
    Fact(
        "What does a player say who wants to put a piece straight without moving it?", ("J'adoube", "I adjust"), "", 1
    ),
    Fact(
        "True or false: when castling to the queen's side, the rook may cross an attacked square.",
        ("True",),
        "The square next to the rook may be attacked; the king's squares may not.",
        2,
    ),
    Fact(
        "From how many moves without a capture or a pawn's move is a game drawn even if nobody claims it?",
        ("Seventy-five", "75"),
        "Unless the last move gave mate.",
        2,
    ),
    Fact("How often must a position occur for a draw that nobody needs to claim?", ("Five times",), "", 2),
    Fact(
        "White has a king and a bishop, Black a king alone. What is the result?",
        ("A draw",),
        "No sequence of moves leads to mate.",
        2,
    ),
    Fact(
        "On how many squares can a knight in the middle of an empty board land?", ("Eight",), "In a corner: on two.", 0
    ),
    Fact("How many first moves are there for White?", ("Twenty", "20"), "Sixteen by pawns and four by knights.", 2),
)

HISTORY: Final = (
    Fact("In which country did chaturanga, the oldest known relative of chess, arise?", ("India",), "", 0),
    Fact("Which language gave us “checkmate”, by way of “shāh māt”?", ("Persian", "Farsi"), "The king is helpless.", 0),
    Fact("Who became world champion in 1972 by beating Boris Spassky?", ("Bobby Fischer",), "In Reykjavík.", 0),
    Fact("Which computer beat Garry Kasparov in a match in 1997?", ("Deep Blue",), "Built by IBM.", 0),
    Fact("From which country does Magnus Carlsen come?", ("Norway",), "", 0),
    Fact(
        "On which Scottish island were famous walrus-ivory chessmen found in 1831?",
        ("Lewis", "Isle of Lewis"),
        "Most are in the British Museum.",
        1,
    ),
    Fact("Who is counted as the first official world champion?", ("Wilhelm Steinitz",), "Since 1886.", 1),
    Fact("Which mechanical “chess player” of 1770 hid a human inside?", ("The Turk", "The Mechanical Turk"), "", 1),
    Fact("Which Cuban was world champion from 1921 to 1927?", ("José Raúl Capablanca", "Capablanca"), "", 1),
    Fact("In which city was FIDE, the world chess federation, founded in 1924?", ("Paris",), "", 1),
    Fact("Which Indian became undisputed world champion in 2007?", ("Viswanathan Anand", "Vishy Anand"), "", 1),
    Fact(
        "Which player from Hungary is often called the strongest woman in the history of chess?",
        ("Judit Polgár",),
        "",
        1,
    ),
    Fact(
        "After which physicist is the rating system of chess named?",
        ("Arpad Elo",),
        "It is a name, not an abbreviation.",
        1,
    ),
    Fact("Who held the world title for 27 years, longer than anybody else?", ("Emanuel Lasker",), "1894 to 1921.", 2),
    Fact("Who became the first women's world champion in 1927?", ("Vera Menchik",), "", 2),
    Fact(
        "Which English player gave his name to the usual design of tournament pieces?",
        ("Howard Staunton", "Staunton"),
        "Nathaniel Cooke registered it in 1849.",
        2,
    ),
    Fact(
        "Whose “Immortal Game” of 1851 gave away both rooks, a bishop and the queen?",
        ("Adolf Anderssen",),
        "Against Lionel Kieseritzky, in London.",
        2,
    ),
    Fact(
        "Which world champion was also a doctor of electrical engineering and wrote chess programs?",
        ("Mikhail Botvinnik",),
        "",
        2,
    ),
    Fact("Which city held the first international tournament, in 1851?", ("London",), "", 2),
    Fact(
        "Which young man from New Orleans beat the best of Europe in 1858 and soon gave chess up?",
        ("Paul Morphy", "Morphy"),
        "",
        2,
    ),
)
