/** The screen on which a quiz is set up: questions, time, teams, and what the phones show. */

import { el, setText } from '../dom.js'
import { nameField, picker } from '../home.js'
import { address, file, go } from '../place.js'
import { keepSeat, name } from '../seats.js'
import { BACK, NAME_FIELD, PRIVATE, SERVER_GONE } from '../words.js'
import { PackChoice, post, Refusal } from './packchoice.js'
import { loadQuizStyle } from './style.js'
import * as words from './words.js'

/** @type {[number, string][]} */
const PACES = [
  [1, '×1'],
  [1.5, '×1.5'],
  [2, '×2'],
]
const TEAMS = [0, 2, 3, 4]

export class Setup {
  constructor() {
    loadQuizStyle()
    this.pace = 1
    this.teams = 0
    this.name = nameField()
    this.notice = el('p', { class: 'notice', role: 'alert' })
    this.choice = new PackChoice()
    this.clues = el('input', { type: 'checkbox', checked: true })
    this.private = el('input', { type: 'checkbox' })
    this.element = el('div', { class: 'home setup' }, this.greeting(), this.form())
    this.list()
  }

  close() {}

  greeting() {
    return el(
      'header',
      { class: 'greeting' },
      el('h1', {}, words.SETUP),
      el('p', { class: 'tagline' }, words.SETUP_HINT),
      el('img', { src: file('pictures/pups/professor.svg'), alt: '', width: 200, height: 200, class: 'mascot' }),
    )
  }

  form() {
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.create()
    }
    return el(
      'form',
      { class: 'choices', onsubmit: submit },
      this.notice,
      el('label', { class: 'field' }, el('span', {}, NAME_FIELD), this.name),
      el('label', { class: 'field' }, el('span', {}, words.PACK), this.choice.packs),
      this.choice.file,
      picker(words.TIME, PACES, this.pace, (pace) => {
        this.pace = pace
      }),
      picker(
        words.TEAMS,
        TEAMS.map((count) => [count, count ? String(count) : words.NO_TEAMS]),
        this.teams,
        (count) => {
          this.teams = count
        },
      ),
      el('label', { class: 'check' }, this.clues, words.SHOW_CLUES),
      el('label', { class: 'check' }, this.private, PRIVATE),
      el('button', { class: 'main' }, words.CREATE),
      el('button', { type: 'button', class: 'plain', onclick: () => go('') }, BACK),
    )
  }

  async list() {
    setText(this.notice, await this.choice.list())
  }

  async create() {
    const called = this.name.value.trim()
    name.set(called)
    try {
      const asked = {
        game: 'quiz',
        name: called || 'Host',
        private: this.private.checked,
        // Spectators see what the big screen shows.
        spectators: true,
        questions: await this.choice.questions(),
        pace: this.pace,
        show_clues: this.clues.checked,
        teams: Array.from({ length: this.teams }, (_, i) => words.teamName(i)),
      }
      const made = await post(address('rooms/create').href, asked)
      keepSeat(made.code, { pid: made.pid, token: made.token })
      go(`host/${made.code}`, { key: made.key })
    } catch (error) {
      setText(this.notice, error instanceof Refusal ? error.message : SERVER_GONE)
    }
  }
}
