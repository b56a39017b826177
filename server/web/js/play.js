/**
 * What the player does on the board: the selected piece, its targets, the premove, the promotion.
 *
 * The server's `targets` have all possible moves: an origin, and one of its targets. An origin is a square, or "N@" for a
 * fallen knight that can be revived. A pass and a rewind have the empty target.
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
    /** The origin of the selected piece. @type {string | null} */
    this.selected = null
    /** A promotion whose piece is yet to be chosen. @type {{ from: string, to: string, choices: string[] } | null} */
    this.promoting = null
    /** The square that the keyboard is on. @type {string | null} */
    this.cursor = null
    this.flipped = false
    /** Whether the last update has made the premove impossible. */
    this.dropped = false
  }

  /** @returns {Record<string, string[]>} */
  get targets() {
    const { room } = this
    if (room.connection !== 'online' || room.sent || !room.board) return {}
    return room.board.targets ?? {}
  }

  /**
   * Whether there is a piece that the player can select.
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

  /** Drop the selection and the premove. */
  cancel() {
    this.select(null)
  }

  /**
   * Make a move, queue it as a premove, or ask for the piece of a promotion. Returns whether the move is possible.
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

  /** @param {string} piece What the pawn becomes; "": it stays a pawn. */
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

  /** Follow a new state of the game: play the premove if it is time, and drop what is no longer possible. */
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

  /** The targets of the selected piece. @returns {string[]} */
  get reach() {
    return this.selected ? (this.targets[this.selected] ?? []) : []
  }

  /** The charges that can be used now, as origins. @returns {string[]} */
  get charges() {
    return Object.keys(this.targets).filter((origin) => origin === PASS || origin === REWIND || origin.endsWith('@'))
  }

  /** The colour at the bottom of the board. */
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
   * A square, for screen readers.
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
