/** Another quiz in the same room, with other questions: everybody stays, and so does the code. */

import { el, setText, show } from '../dom.js'
import { address } from '../place.js'
import { seatIn } from '../seats.js'
import { SERVER_GONE } from '../words.js'
import { PackChoice, post, Refusal } from './packchoice.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */

export class NextQuiz {
  /** @param {Quiz} quiz */
  constructor(quiz) {
    this.quiz = quiz
    this.choice = new PackChoice()
    this.notice = el('p', { class: 'notice', role: 'alert' })
    this.button = el('button', {}, words.PLAY_THIS)
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.begin()
    }
    this.element = el(
      'form',
      { class: 'next-quiz', hidden: true, onsubmit },
      el('h2', {}, words.OTHER_QUESTIONS),
      this.choice.packs,
      this.choice.file,
      this.button,
      this.notice,
    )
  }

  /** @param {boolean} offered */
  async update(offered) {
    if (offered === !this.element.hidden) return
    show(this.element, offered)
    setText(this.notice, offered ? await this.choice.list(this.quiz.played) : '')
  }

  async begin() {
    const { room, pace, showClues, teamNames } = this.quiz
    this.button.disabled = true
    try {
      await post(address(`rooms/${room.code}/new`).href, {
        game: 'quiz',
        token: seatIn(room.code)?.token,
        questions: await this.choice.questions(),
        pace,
        show_clues: showClues,
        teams: teamNames,
      })
    } catch (error) {
      setText(this.notice, error instanceof Refusal ? error.message : SERVER_GONE)
    }
    this.button.disabled = false
  }
}
