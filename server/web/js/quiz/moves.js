/** A board on which a player makes a move in a quiz. It knows no rules; the server tells it the possible moves. */

import { Board } from '../board.js'
import { el, fill, setText, show } from '../dom.js'
import { listen } from '../gestures.js'
import { pieceFile } from '../picture.js'
import { afterMove, colourOf, kingOf, PIECE_NAMES, placementOf } from '../squares.js'
import * as words from './words.js'

/** @import { Colour } from '../types.js' */

/**
 * @typedef {object} Position What the board shows, and which moves are possible.
 * @property {string} fen
 * @property {Colour} bottom
 * @property {boolean} may Whether the player may move now.
 * @property {string} moved A move that the server has not confirmed; else "".
 * @property {Record<string, string[]>} targets
 * @property {string | null} lastMove
 * @property {boolean} check
 */

/** @type {Position} */
export const NO_POSITION = {
  fen: '8/8/8/8/8/8/8/8 w - - 0 1',
  bottom: 'white',
  may: false,
  moved: '',
  targets: {},
  lastMove: null,
  check: false,
}

export class MoveBoard {
  /**
   * @param {string} label For screen readers.
   * @param {() => Position} position
   * @param {(move: string) => void} onMove
   * @param {() => void} changed
   */
  constructor(label, position, onMove, changed) {
    this.position = position
    this.onMove = onMove
    this.changed = changed
    /** @type {string | null} */
    this.selected = null
    /** @type {string | null} */
    this.cursor = null
    this.promoting = ''
    this.board = new Board(label)
    this.promotion = el('div', { class: 'promote', role: 'group', 'aria-label': words.PROMOTE, hidden: true })
    this.element = el('div', { class: 'clue-board' })
    this.element.append(this.board.element, this.promotion)
    listen(this.board, this.player())
  }

  get placement() {
    const { fen, moved } = this.position()
    const placement = placementOf(fen)
    return moved ? afterMove(placement, moved) : placement
  }

  /** The targets of a piece. @param {string | null} square */
  reach(square) {
    return (square && this.position().targets[square]) || []
  }

  get ready() {
    const { may, moved } = this.position()
    return may && !moved
  }

  /** The `Player` of the gestures. */
  player() {
    return {
      bottom: () => this.position().bottom,
      holds: (/** @type {string} */ square) => this.ready && this.reach(square).length > 0,
      selected: () => this.selected,
      select: (/** @type {string | null} */ square) => {
        this.selected = square
        this.promoting = ''
        this.changed()
      },
      move: (/** @type {string} */ from, /** @type {string} */ to) => this.move(from, to),
      cursor: (/** @type {string | null} */ square) => {
        this.cursor = square
        const told = document.getElementById('told')
        if (square && told) setText(told, this.describe(square))
        this.changed()
      },
      cancel: () => {
        this.selected = null
        this.promoting = ''
        this.changed()
      },
    }
  }

  /** @param {string} square */
  describe(square) {
    const piece = this.placement.get(square)
    const what = piece ? `${colourOf(piece)} ${PIECE_NAMES[piece.toLowerCase()]}` : 'empty'
    return `${square}, ${what}${this.reach(this.selected).includes(square) ? ', can be reached' : ''}`
  }

  /**
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    if (!this.ready || !this.reach(from).includes(to)) return false
    this.selected = null
    const pawn = this.placement.get(from)?.toLowerCase() === 'p'
    if (pawn && (to[1] === '1' || to[1] === '8')) this.promoting = from + to
    else this.commit(from + to)
    this.changed()
    return true
  }

  /** @param {string} move */
  commit(move) {
    this.promoting = ''
    this.onMove(move)
    this.changed()
  }

  update() {
    const { bottom, moved, lastMove, check, fen, may } = this.position()
    if (!may) {
      this.selected = null
      this.promoting = ''
    }
    this.element.classList.toggle('live', this.ready)
    const { placement } = this
    const turn = fen.split(' ')[1] === 'b' ? 'black' : 'white'
    this.board.update({
      placement,
      bottom,
      lastMove: moved || lastMove,
      check: check && !moved ? kingOf(placement, turn) : null,
      selected: this.selected,
      targets: this.reach(this.selected),
      granted: new Set(),
      origin: this.selected,
      premove: null,
      layers: '',
      upgraded: { white: new Set(), black: new Set() },
      cursor: this.cursor,
    })
    this.updatePromotion(turn)
  }

  /** @param {Colour} side */
  updatePromotion(side) {
    show(this.promotion, this.promoting !== '')
    if (this.promotion.dataset.move === this.promoting) return
    this.promotion.dataset.move = this.promoting
    const choices = this.promoting ? [...'qnrb'] : []
    fill(
      this.promotion,
      ...choices.map((piece) => {
        const name = PIECE_NAMES[piece]
        const picture = el('img', { src: pieceFile(piece, side), alt: '', width: 56, height: 56 })
        return el('button', { 'aria-label': name, onclick: () => this.commit(this.promoting + piece) }, picture)
      }),
    )
    this.promotion.querySelector('button')?.focus({ preventScroll: true })
  }
}
