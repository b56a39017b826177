/** Squares, positions and moves as the wire writes them: names, FEN, UCI. Nothing here knows what is legal. */

/** @import { Colour } from './types.js' */

export const FILES = 'abcdefgh'
/** @type {Record<string, string>} */
export const PIECE_NAMES = { p: 'pawn', n: 'knight', b: 'bishop', r: 'rook', q: 'queen', k: 'king' }

/** @typedef {Map<string, string>} Placement From square ("e4") to piece ("N" white, "n" black). */

/**
 * @param {string} fen
 * @returns {Placement}
 */
export function placementOf(fen) {
  const placement = new Map()
  fen
    .split(' ')[0]
    .split('/')
    .forEach((row, index) => {
      let file = 0
      for (const character of row) {
        if (character >= '1' && character <= '8') file += Number(character)
        else placement.set(FILES[file++] + (8 - index), character)
      }
    })
  return placement
}

/**
 * The column and row of a square, from the top left, with `bottom` at the bottom.
 *
 * @param {string} square
 * @param {Colour} bottom
 * @returns {[number, number]}
 */
export function cellOf(square, bottom) {
  const file = FILES.indexOf(square[0])
  const rank = Number(square[1]) - 1
  return bottom === 'white' ? [file, 7 - rank] : [7 - file, rank]
}

/**
 * @param {number} column
 * @param {number} row
 * @param {Colour} bottom
 * @returns {string | null} None beside the board.
 */
export function squareAt(column, row, bottom) {
  if (column < 0 || column > 7 || row < 0 || row > 7) return null
  return bottom === 'white' ? FILES[column] + (8 - row) : FILES[7 - column] + (row + 1)
}

/**
 * @param {string} piece
 * @returns {Colour}
 */
export function colourOf(piece) {
  return piece === piece.toUpperCase() ? 'white' : 'black'
}

/** @type {(colour: Colour) => Colour} */
export const other = (colour) => (colour === 'white' ? 'black' : 'white')

/**
 * The square of a king; the first one, if there are two.
 *
 * @param {Placement} placement
 * @param {Colour} colour
 * @returns {string | null}
 */
export function kingOf(placement, colour) {
  const king = colour === 'white' ? 'K' : 'k'
  return [...placement].find(([, piece]) => piece === king)?.[0] ?? null
}

/**
 * The position after a move, as far as it is known without the rules. The server's next state has the real one.
 *
 * @param {Placement} placement
 * @param {string} move UCI
 * @returns {Placement}
 */
export function afterMove(placement, move) {
  const after = new Map(placement)
  if (!/^[a-h][1-8][a-h][1-8]/.test(move)) return after
  const [from, to, promotion] = [move.slice(0, 2), move.slice(2, 4), move.slice(4)]
  const piece = placement.get(from)
  if (!piece) return after
  after.delete(from)
  after.set(to, promotion ? (piece === 'P' ? promotion.toUpperCase() : promotion) : piece)
  const castles = piece.toLowerCase() === 'k' && from[1] === to[1] && distance(from, to) === 2
  if (castles) {
    const [rook, beside] = to[0] === 'g' ? ['h', 'f'] : ['a', 'd']
    const moved = after.get(rook + from[1])
    after.delete(rook + from[1])
    if (moved) after.set(beside + from[1], moved)
  }
  return after
}

/**
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  return Math.abs(FILES.indexOf(one[0]) - FILES.indexOf(other[0]))
}

/**
 * The squares in a field of `layers`: "b1d8" or "-".
 *
 * @param {string} layers
 * @param {number} field
 * @returns {string[]}
 */
export function layerSquares(layers, field) {
  return (layers.split(' ')[field] ?? '').match(/[a-h][1-8]/g) ?? []
}

/**
 * A move in notation, as far as that is possible without knowing the rules: "Nf3", "exd5", "e8=Q", "O-O".
 *
 * @param {Placement} before
 * @param {string} move
 */
export function written(before, move) {
  if (move === '0000') return 'pass'
  if (move === 'rewind') return 'rewind'
  if (move[1] === '@') return move
  const [from, to, promotion] = [move.slice(0, 2), move.slice(2, 4), move.slice(4)]
  const piece = (before.get(from) ?? 'p').toUpperCase()
  if (piece === 'K' && from[1] === to[1] && distance(from, to) === 2) return to[0] === 'g' ? 'O-O' : 'O-O-O'
  const taken = before.has(to) || (piece === 'P' && from[0] !== to[0])
  const head = piece === 'P' ? (taken ? from[0] : '') : piece
  return `${head}${taken ? 'x' : ''}${to}${promotion ? `=${promotion.toUpperCase()}` : ''}`
}

/**
 * A move for screen readers: "knight g1 to f3".
 *
 * @param {Placement} before
 * @param {string} move
 */
export function spoken(before, move) {
  if (move === '0000') return 'passes'
  if (move === 'rewind') return 'takes the last move back'
  if (move[1] === '@') return `${PIECE_NAMES[move[0].toLowerCase()]} comes back on ${move.slice(2)}`
  const [from, to, promotion] = [move.slice(0, 2), move.slice(2, 4), move.slice(4)]
  const name = PIECE_NAMES[(before.get(from) ?? 'p').toLowerCase()]
  const victim = before.get(to)
  const what = victim ? `takes ${PIECE_NAMES[victim.toLowerCase()]} on` : 'to'
  return `${name} ${from} ${what} ${to}${promotion ? `, becomes a ${PIECE_NAMES[promotion]}` : ''}`
}
