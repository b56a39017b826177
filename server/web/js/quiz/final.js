/** The form for the answer to the final question, which can be changed until the time is up. */

import { el, setText } from '../dom.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Act } from './view.js' */

const LONGEST = 200

export class FinalForm {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    this.field = el('input', {
      type: 'text',
      maxLength: LONGEST,
      'aria-label': words.FINAL_FIELD,
      placeholder: words.FINAL_FIELD,
      autocomplete: 'off',
      enterKeyHint: 'send',
      oninput: () => act.changed(),
    })
    this.state = el('p', { class: 'quiet', role: 'status' })
    this.button = el('button', { class: 'main' }, words.FINAL_SEND)
    this.element = el(
      'form',
      { class: 'panel final-answer', onsubmit: (/** @type {Event} */ event) => this.submit(event) },
      this.field,
      this.button,
      this.state,
    )
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault()
    const text = this.field.value.trim()
    if (!text) {
      this.field.focus()
      return
    }
    this.quiz.answered = text
    this.act.send('FinalAnswer', { text })
    this.act.changed()
  }

  get hint() {
    if (!this.quiz.state.final?.clue) return words.ON_BIG_SCREEN
    return this.quiz.nothingToStake ? words.NOTHING_TO_STAKE : ''
  }

  update() {
    const { quiz } = this
    if (!quiz.mayAnswer) {
      // The text is kept, in case the host undoes the end.
      if (quiz.state.phase !== 'final' && quiz.state.phase !== 'over') this.field.value = ''
      return
    }
    const sent = quiz.answered || quiz.state.final?.texts?.[quiz.room.pid ?? 0] || ''
    this.button.disabled = sent !== '' && this.field.value.trim() === sent
    setText(this.state, sent ? `“${sent}” · ${words.FINAL_SENT}` : this.hint)
  }
}
