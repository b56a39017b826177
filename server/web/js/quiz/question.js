/** The open question as far as it may be seen: its place and value, the clue, a picture or a board, and the answer. */

import { Board } from '../board.js'
import { el, fill, setText, show } from '../dom.js'
import { listen } from '../gestures.js'
import { pieceFile } from '../picture.js'
import { address } from '../place.js'
import { afterMove, colourOf, PIECE_NAMES, placementOf } from '../squares.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Colour } from '../types.js' */

const LONG = 110
const VERY_LONG = 220

export class Question {
  /**
   * @param {Quiz} quiz
   * @param {(move: string) => void} onMove
   * @param {() => void} changed
   */
  constructor(quiz, onMove, changed) {
    this.quiz = quiz
    this.onMove = onMove
    this.changed = changed
    /** @type {string | null} */
    this.selected = null
    /** @type {string | null} */
    this.cursor = null
    this.promoting = ''
    this.about = el('p', { class: 'about' })
    this.clue = el('p', { class: 'clue' })
    this.choices = el('ol', { class: 'options-of' })
    this.image = el('img', { class: 'clue-picture', alt: '' })
    this.board = new Board(words.BOARD)
    this.promotion = el('div', { class: 'promote', role: 'group', 'aria-label': words.PROMOTE, hidden: true })
    this.boardBox = el('div', { class: 'clue-board' })
    this.boardBox.append(this.board.element, this.promotion)
    this.answer = el('p', { class: 'answer' })
    this.explanation = el('p', { class: 'explained quiet' })
    this.text = el('div', { class: 'clue-text' }, this.about, this.clue, this.choices, this.answer, this.explanation)
    this.element = el('section', { class: 'question' }, this.text, this.image, this.boardBox)
    this.choicesKey = ''
    listen(this.board, this.player())
  }

  /** Whether there is anything to see but its place and value. */
  get hasContent() {
    const { open, final } = this.quiz.state
    return Boolean(open?.clue || open?.fen || open?.image || open?.answers || final)
  }

  get fen() {
    return this.quiz.state.open?.fen ?? ''
  }

  /** @returns {Colour} */
  get side() {
    return this.fen.split(' ')[1] === 'b' ? 'black' : 'white'
  }

  get placement() {
    const placement = placementOf(this.fen || '8/8/8/8/8/8/8/8')
    return this.quiz.moved ? afterMove(placement, this.quiz.moved) : placement
  }

  /** Where a piece may go. @param {string | null} square */
  reach(square) {
    return (square && this.quiz.state.open?.targets?.[square]) || []
  }

  /** What the gestures on the board ask and tell. */
  player() {
    return {
      bottom: () => this.side,
      holds: (/** @type {string} */ square) => this.quiz.mayMove && !this.quiz.moved && this.reach(square).length > 0,
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
    if (!this.quiz.mayMove || this.quiz.moved || !this.reach(from).includes(to)) return false
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
    this.quiz.moved = move
    this.onMove(move)
    this.changed()
  }

  update() {
    const { open, final } = this.quiz.state
    if (!this.quiz.mayMove) {
      this.selected = null
      this.promoting = ''
    }
    const grid = this.quiz.state.grid
    const about = open
      ? words.question(grid[open.category ?? 0]?.name ?? '', open.value ?? 0)
      : final
        ? words.FINAL
        : ''
    setText(this.about, about)
    const staked = this.quiz.state.phase === 'wager' && (open ? words.DOUBLE : final?.category)
    const clue = staked || ((open ? open.clue : final?.clue) ?? '')
    setText(this.clue, clue)
    show(this.clue, clue !== '')
    this.clue.classList.toggle('long', clue.length > LONG)
    this.clue.classList.toggle('very-long', clue.length > VERY_LONG)
    this.updateChoices(open?.choices ?? [])
    const answers = (open ? open.answers : final?.answers) ?? []
    setText(this.answer, answers.join(' / '))
    show(this.answer, answers.length > 0)
    setText(this.explanation, open?.explanation ?? '')
    show(this.explanation, Boolean(open?.explanation))
    this.updateImage(open?.image ?? '')
    this.updateBoard()
  }

  /** @param {string[]} choices */
  updateChoices(choices) {
    const key = choices.join('\n')
    show(this.choices, choices.length > 0)
    if (key === this.choicesKey) return
    this.choicesKey = key
    fill(this.choices, ...choices.map((each) => el('li', {}, each)))
  }

  /** @param {string} image A path below the room's. */
  updateImage(image) {
    show(this.image, image !== '')
    const href = image && address(`rooms/${this.quiz.room.code}/${image}`).href
    if (href && this.image.src !== href) this.image.src = href
  }

  updateBoard() {
    show(this.boardBox, this.fen !== '')
    this.element.classList.toggle('with-picture', this.fen !== '' || Boolean(this.quiz.state.open?.image))
    if (!this.fen) return
    const may = this.quiz.mayMove
    this.boardBox.classList.toggle('live', may && !this.quiz.moved)
    this.board.update({
      placement: this.placement,
      bottom: this.side,
      lastMove: this.quiz.moved || null,
      check: null,
      selected: this.selected,
      targets: this.reach(this.selected),
      granted: new Set(),
      origin: this.selected,
      premove: null,
      layers: '',
      upgraded: { white: new Set(), black: new Set() },
      cursor: this.cursor,
    })
    this.updatePromotion()
  }

  updatePromotion() {
    show(this.promotion, this.promoting !== '')
    if (this.promotion.dataset.move === this.promoting) return
    this.promotion.dataset.move = this.promoting
    const choices = this.promoting ? [...'qnrb'] : []
    fill(
      this.promotion,
      ...choices.map((piece) => {
        const name = PIECE_NAMES[piece]
        const picture = el('img', { src: pieceFile(piece, this.side), alt: '', width: 56, height: 56 })
        return el('button', { 'aria-label': name, onclick: () => this.commit(this.promoting + piece) }, picture)
      }),
    )
    this.promotion.querySelector('button')?.focus({ preventScroll: true })
  }
}
