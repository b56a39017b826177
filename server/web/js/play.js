/**
 * What a person does on the board: which piece is taken up, where it may go, the premove, the promotion.
 *
 * All that is possible comes with the server's `targets`: a move is an origin and one of its targets. An origin is a
 * square, or "N@" for a fallen knight that can come back; a pass and a rewind have the empty target.
 */

import { colourOf, kingOf, layerSquares, other, PIECE_NAMES, placementOf } from './squares.js'

/** @import { Room } from './room.js' */

export const PASS = '0000'
export const REWIND = 'rewind'

/** @typedef {(name: 'MakeMove', fields: { move: string, ply: number }) => void} Send */

export class Play {
  /**
   * @param {Room} room
   * @param {Send} send
   * @param {() => number} now
   */
  constructor(room, send, now) {
    this.room = room
    this.send = send
    this.now = now
    /** What was taken up: an origin. @type {string | null} */
    this.selected = null
    /** A pawn's move that waits for a choice. @type {{ from: string, to: string, choices: string[] } | null} */
    this.promoting = null
    /** The square of the keyboard. @type {string | null} */
    this.cursor = null
    this.flipped = false
    /** The premove that has just turned out to be impossible. */
    this.dropped = false
  }

  /** @returns {Record<string, string[]>} */
  get targets() {
    const { room } = this
    if (room.line !== 'online' || room.sent || !room.board) return {}
    return room.board.targets ?? {}
  }

  /**
   * Whether there is a piece of one's own to be taken up.
   *
   * @param {string} square
   */
  holds(square) {
    const { room } = this
    if (!room.colour || !room.board || !['countdown', 'playing'].includes(room.board.phase)) return false
    const piece = room.placement.get(square)
    return piece !== undefined && colourOf(piece) === room.colour
  }

  /** @param {string | null} origin */
  select(origin) {
    this.selected = origin
    this.promoting = null
    if (origin === null) this.room.premove = null
  }

  /** Let go of everything. */
  cancel() {
    this.select(null)
  }

  /**
   * A move is meant; whether it is possible. It leaves at once, or waits for its turn, or for what the pawn becomes.
   *
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    if (!this.targets[from]?.includes(to)) return false
    if (this.room.board?.promotions?.includes(from + to)) {
      const must = to[1] === '1' || to[1] === '8'
      this.selected = null
      this.promoting = { from, to, choices: must ? ['q', 'n', 'r', 'b'] : ['q', 'n', 'r', 'b', ''] }
    } else {
      this.commit(from, to, '')
    }
    return true
  }

  /** @param {string} piece What the pawn becomes; "": it stays one. */
  promote(piece) {
    const { promoting } = this
    if (promoting) this.commit(promoting.from, promoting.to, piece)
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {string} promotion
   */
  commit(from, to, promotion) {
    const { room } = this
    this.selected = this.promoting = null
    if (room.myTurn && room.board) {
      const move = from + to + promotion
      this.send('MakeMove', { move, ply: room.board.ply })
      room.played(move, this.now())
    } else {
      room.premove = { from, to, promotion }
    }
  }

  /** A new state of the game: is it time for the premove? And is what was taken up still there? */
  follow() {
    const { room } = this
    this.dropped = false
    const { premove } = room
    if (premove && room.myTurn) {
      room.premove = null
      if (this.targets[premove.from]?.includes(premove.to)) {
        const promotes = room.board?.promotions?.includes(premove.from + premove.to)
        this.commit(premove.from, premove.to, promotes ? premove.promotion || 'q' : '')
      } else {
        this.dropped = true
      }
    }
    if (room.board?.phase !== 'playing' && room.board?.phase !== 'countdown') this.selected = this.promoting = null
    if (this.selected && !this.selected.endsWith('@') && !this.holds(this.selected)) this.selected = null
    if (this.promoting && !this.targets[this.promoting.from]?.includes(this.promoting.to)) this.promoting = null
  }

  /** Where the selected piece may go. @returns {string[]} */
  get reach() {
    return this.selected ? (this.targets[this.selected] ?? []) : []
  }

  /** What one's cards allow instead of a move, now: origins. @returns {string[]} */
  get charges() {
    return Object.keys(this.targets).filter((origin) => origin === PASS || origin === REWIND || origin.endsWith('@'))
  }

  /** Whose side of the board is at the bottom. */
  get bottom() {
    const { side } = this.room
    return this.flipped ? other(side) : side
  }

  /** The square of a king in check. @returns {string | null} */
  get checked() {
    const { board } = this.room
    if (!board?.check || this.room.sent) return null
    return kingOf(placementOf(board.fen), board.turn)
  }

  /**
   * A square as a screen reader says it.
   *
   * @param {string} square
   */
  describe(square) {
    const piece = this.room.placement.get(square)
    const shielded = layerSquares(this.room.board?.layers ?? '', 1).includes(square) ? 'shielded ' : ''
    const what = piece ? `${shielded}${colourOf(piece)} ${PIECE_NAMES[piece.toLowerCase()]}` : 'empty'
    return `${square}, ${what}${this.reach.includes(square) ? ', can be reached' : ''}`
  }
}
