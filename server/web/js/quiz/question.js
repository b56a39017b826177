/** The open question: category and value, clue, picture or board, and the answer once it may be shown. */

import { el, fill, setText, show } from '../dom.js'
import { address } from '../place.js'
import { MoveBoard, NO_POSITION } from './moves.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */

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
    this.about = el('p', { class: 'about' })
    this.clue = el('p', { class: 'clue' })
    this.choices = el('ol', { class: 'options-of' })
    this.image = el('img', { class: 'clue-picture', alt: '' })
    const moved = (/** @type {string} */ move) => {
      quiz.moved = move
      onMove(move)
    }
    this.moves = new MoveBoard(words.BOARD, () => this.position(), moved, changed)
    this.answer = el('p', { class: 'answer' })
    this.explanation = el('p', { class: 'explained quiet' })
    this.text = el('div', { class: 'clue-text' }, this.about, this.clue, this.choices, this.answer, this.explanation)
    this.element = el('section', { class: 'question' }, this.text, this.image, this.moves.element)
    this.choicesKey = ''
  }

  /** Whether there is more to show than category and value. */
  get hasContent() {
    const { open, final } = this.quiz.state
    return Boolean(open?.clue || open?.fen || open?.image || open?.answers || final)
  }

  get fen() {
    return this.quiz.state.open?.fen ?? ''
  }

  /** @returns {import('./moves.js').Position} */
  position() {
    const { quiz, fen } = this
    if (!fen) return NO_POSITION
    return {
      fen,
      bottom: fen.split(' ')[1] === 'b' ? 'black' : 'white',
      may: quiz.mayMove,
      moved: quiz.moved,
      targets: quiz.state.open?.targets ?? {},
      lastMove: null,
      check: false,
    }
  }

  update() {
    const { open, final } = this.quiz.state
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

  /** @param {string} image A path relative to the room's. */
  updateImage(image) {
    show(this.image, image !== '')
    const href = image && address(`rooms/${this.quiz.room.code}/${image}`).href
    if (href && this.image.src !== href) this.image.src = href
  }

  updateBoard() {
    show(this.moves.element, this.fen !== '')
    this.element.classList.toggle('with-picture', this.fen !== '' || Boolean(this.quiz.state.open?.image))
    if (this.fen) this.moves.update()
  }
}
