/** The form for a wager: a slider, buttons for common amounts, and the number. */

import { el, setText } from '../dom.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Act } from './view.js' */

const STEPS = 20

export class WagerForm {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    this.title = el('h2', {})
    this.hint = el('p', {})
    this.field = el('input', {
      type: 'text',
      inputMode: 'numeric',
      'aria-label': words.WAGER,
      autocomplete: 'off',
      maxLength: 8,
      class: 'amount',
      oninput: () => this.typed(),
    })
    this.slider = el('input', {
      type: 'range',
      min: '0',
      'aria-label': words.WAGER,
      oninput: () => this.set(Number(this.slider.value)),
    })
    this.most = el('p', { class: 'quiet' })
    this.element = el(
      'form',
      { class: 'panel stake', onsubmit: (/** @type {Event} */ event) => this.submit(event) },
      this.title,
      this.hint,
      this.field,
      this.slider,
      el(
        'div',
        { class: 'row' },
        this.shortcut(words.NONE, () => 0),
        this.shortcut(words.HALF, (most) => Math.floor(most / 2)),
        this.shortcut(words.ALL, (most) => most),
      ),
      this.most,
      el('button', { class: 'main' }, words.WAGER_DO),
    )
    this.shown = ''
  }

  /**
   * @param {string} text
   * @param {(most: number) => number} amount
   */
  shortcut(text, amount) {
    return el('button', { type: 'button', onclick: () => this.set(amount(this.quiz.mostToWager)) }, text)
  }

  /** @param {number} amount */
  set(amount) {
    this.field.value = String(amount)
    this.slider.value = String(amount)
  }

  typed() {
    const amount = Math.min(this.quiz.mostToWager, Number(this.field.value.replaceAll(/\D/g, '')))
    this.set(amount)
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault()
    this.typed()
    this.quiz.wagered = true
    this.act.send('Wager', { amount: Number(this.field.value) })
    this.act.changed()
  }

  update() {
    const { quiz } = this
    if (!quiz.mayWager) {
      this.shown = ''
      return
    }
    const most = quiz.mostToWager
    const double = quiz.state.open !== null
    const key = `${double} ${most}`
    if (key === this.shown) return
    this.shown = key
    setText(this.title, double ? words.DOUBLE : `${words.FINAL}: ${quiz.state.final?.category ?? ''}`)
    setText(this.hint, double ? words.DOUBLE_YOURS : words.FINAL_WAGER)
    setText(this.most, words.atMost(most))
    this.slider.max = String(most)
    this.slider.step = String(Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, most / STEPS)))))
    this.set(Math.floor(most / 2))
  }
}
