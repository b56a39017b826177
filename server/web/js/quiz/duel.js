/** A game of chess that settles a tie: its board and clocks, for its players and for everybody else. */

import { clockText, isLow } from '../clock.js'
import { el, setText, show } from '../dom.js'
import { MoveBoard, NO_POSITION } from './moves.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Act } from './view.js' */

export class DuelView {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    this.board = new MoveBoard(
      words.DUEL_BOARD,
      () => this.position(),
      (move) => this.move(move),
      act.changed,
    )
    this.sides = [0, 1].map(() => ({ name: el('strong', {}), clock: el('span', { class: 'duel-clock' }) }))
    const [white, black] = this.sides.map(({ name, clock }) => el('div', { class: 'duel-side' }, name, clock))
    this.rows = { white, black }
    this.says = el('p', { class: 'duel-says', role: 'status' })
    this.resign = el('button', { class: 'danger', onclick: () => act.send('Resign', {}) }, words.RESIGN)
    this.element = el(
      'section',
      { class: 'duel', hidden: true },
      this.rows.black,
      this.board.element,
      this.rows.white,
      el('div', { class: 'duel-foot' }, this.says, this.resign),
    )
  }

  /** @returns {import('./moves.js').Position} */
  position() {
    const { duel } = this.quiz.state
    if (!duel) return NO_POSITION
    return {
      fen: duel.fen,
      bottom: duel.players[1] === this.quiz.room.pid ? 'black' : 'white',
      may: Boolean(duel.targets),
      moved: this.quiz.moved,
      targets: duel.targets ?? {},
      lastMove: duel.last_move ?? null,
      check: duel.check ?? false,
    }
  }

  /** @param {string} move */
  move(move) {
    const { duel } = this.quiz.state
    if (!duel) return
    this.quiz.moved = move
    this.act.send('MakeMove', { move, ply: duel.ply, lag_ms: null, think_ms: null })
  }

  /** @param {number} now */
  update(now) {
    const { quiz } = this
    const { duel } = quiz.state
    const runs = quiz.dueling
    show(this.element, runs)
    if (!duel || !runs) return
    const black = this.position().bottom === 'black'
    this.element.classList.toggle('turned', black)
    const passed = now - quiz.duelHeardAt
    this.sides.forEach(({ name, clock }, index) => {
      const running = Boolean(duel.running) && duel.turn === (index ? 'black' : 'white') && !quiz.moved
      const left = Math.max(0, duel.clocks_ms[index] - (running ? passed : 0))
      setText(name, quiz.room.nameOf(duel.players[index]))
      setText(clock, clockText(left))
      clock.classList.toggle('running', running)
      clock.classList.toggle('low', isLow(left))
    })
    setText(this.says, this.sentence(passed))
    show(this.resign, quiz.inDuel && duel.starts_ms === null)
    this.board.update()
  }

  /** @param {number} passed */
  sentence(passed) {
    const { quiz } = this
    const { duel } = quiz.state
    if (!duel) return ''
    if (duel.starts_ms !== null && duel.starts_ms !== undefined)
      return `${words.DUEL_RULE} ${words.duelStarts(Math.ceil(Math.max(0, duel.starts_ms - passed) / 1000))}`
    const mover = duel.players[duel.turn === 'black' ? 1 : 0]
    return mover === quiz.room.pid ? words.YOUR_MOVE_NOW : words.toMove(quiz.room.nameOf(mover))
  }
}
