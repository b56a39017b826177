/** The home screen: host a match, join one by its code, or choose an open one from the list. */

import { icon } from './chat.js'
import { el, fill, setText } from './dom.js'
import { me } from './me.js'
import { address, file, go } from './place.js'
import { portrait } from './portraits.js'
import { keepSeat, keptSeats, name } from './seats.js'
import * as words from './words.js'

/** @import { RoomLine } from './types.js' */

const LOOK_AGAIN_MS = 3_000
/** @type {[number, string][]} */
export const BEST_OF = [3, 5, 7].map((n) => [n, String(n)])
const SECONDS = [30, 60, 120, 180]

/**
 * The usual times, and the present one if it is another.
 *
 * @param {number} seconds
 * @returns {[number, string][]}
 */
export function timesWith(seconds) {
  const all = [...new Set([...SECONDS, seconds])].sort((one, other) => one - other)
  return all.map((each) => [each, words.time(each)])
}

export class Home {
  /** @param {string} notice Why a room was left; else empty. */
  constructor(notice = '') {
    this.bestOf = 3
    this.seconds = 60
    this.watchDelay = 0
    this.list = el('ul', { class: 'rooms' })
    this.state = el('p', { class: 'quiet' })
    this.notice = el('p', { class: 'notice', role: 'alert' }, notice)
    this.nameField = nameField()
    this.code = el('input', {
      type: 'text',
      placeholder: words.CODE_FIELD,
      'aria-label': words.CODE_FIELD,
      autocapitalize: 'characters',
      autocomplete: 'off',
      spellcheck: false,
      maxLength: 16,
      name: 'code',
    })
    this.gentle = el('input', { type: 'checkbox' })
    this.standIn = el('input', { type: 'checkbox', checked: true })
    this.private = el('input', { type: 'checkbox' })
    this.element = el('div', { class: 'home' }, corner(), this.greeting(), this.choices())
    this.timer = setInterval(() => this.look(), LOOK_AGAIN_MS)
    this.look()
  }

  close() {
    clearInterval(this.timer)
  }

  greeting() {
    return el(
      'header',
      { class: 'greeting' },
      el('h1', {}, 'Underdog'),
      el('p', { class: 'tagline' }, words.TAGLINE),
      el('img', { src: file('pictures/pup_happy.svg'), alt: '', width: 220, height: 220, class: 'mascot' }),
    )
  }

  choices() {
    const join = el(
      'form',
      { class: 'row', onsubmit: (/** @type {Event} */ event) => this.join(event) },
      this.code,
      el('button', {}, words.JOIN),
    )
    return el(
      'div',
      { class: 'choices' },
      this.notice,
      ...keptSeats().map((code) =>
        el('button', { class: 'back', onclick: () => go(`join/${code}`) }, `${words.COME_BACK} ${code}`),
      ),
      el('label', { class: 'field' }, el('span', {}, words.NAME_FIELD), this.nameField),
      el('button', { class: 'main', onclick: () => this.host() }, icon('crown'), words.HOST),
      this.options(),
      el('button', { onclick: () => go('quiz') }, icon('paw'), ' ', words.HOST_QUIZ),
      join,
      el('h2', {}, words.OPEN_ROOMS),
      this.state,
      this.list,
    )
  }

  options() {
    return el(
      'details',
      { class: 'options' },
      el('summary', {}, words.options(this.bestOf, this.seconds)),
      picker(words.BEST_OF, BEST_OF, this.bestOf, (n) => this.choose({ bestOf: n })),
      picker(words.TIME, timesWith(this.seconds), this.seconds, (n) => this.choose({ seconds: n })),
      picker(words.AUDIENCE, words.WATCH_DELAYS, this.watchDelay, (n) => {
        this.watchDelay = n
      }),
      el('label', { class: 'check' }, this.gentle, words.GENTLE),
      el('label', { class: 'check' }, this.standIn, words.STAND_IN),
      el('label', { class: 'check' }, this.private, words.PRIVATE),
    )
  }

  /** @param {{ bestOf?: number, seconds?: number }} chosen */
  choose({ bestOf = this.bestOf, seconds = this.seconds }) {
    Object.assign(this, { bestOf, seconds })
    const summary = this.element.querySelector('summary')
    if (summary) setText(summary, words.options(bestOf, seconds))
  }

  async host() {
    const asked = {
      name: this.nameField.value.trim() || 'Host',
      best_of: this.bestOf,
      base_seconds: this.seconds,
      comeback: this.gentle.checked ? 'gentle' : 'full',
      ai_takeover: this.standIn.checked ? 'auto' : 'off',
      private: this.private.checked,
      spectators: this.watchDelay !== words.UNWATCHED,
      ...(this.watchDelay !== words.UNWATCHED && { watch_delay: this.watchDelay }),
    }
    name.set(this.nameField.value.trim())
    try {
      const answer = await fetch(address('rooms/create'), { method: 'POST', body: JSON.stringify(asked) })
      const made = await answer.json()
      if (!answer.ok) {
        setText(this.notice, made.message)
        return
      }
      keepSeat(made.code, { pid: made.pid, token: made.token })
      go(`join/${made.code}`, { key: made.key })
    } catch {
      setText(this.notice, words.SERVER_GONE)
    }
  }

  /** @param {Event} event */
  join(event) {
    event.preventDefault()
    const code = this.code.value.trim().toUpperCase()
    name.set(this.nameField.value.trim())
    if (code) go(`join/${code}`)
    else this.code.focus()
  }

  async look() {
    if (document.visibilityState === 'hidden') return
    try {
      const answer = await fetch(address('rooms'))
      const { games } = await answer.json()
      if (answer.ok) this.show(games)
    } catch {
      setText(this.state, words.SERVER_GONE)
    }
  }

  /** @param {RoomLine[]} games */
  show(games) {
    setText(this.state, games.length ? '' : words.NO_ROOMS)
    const key = JSON.stringify(games)
    // An unchanged list keeps its elements, so that no press is lost.
    if (key === this.shownKey) return
    this.shownKey = key
    fill(
      this.list,
      ...games.map((game) => {
        const watch = game.running && game.game !== 'quiz'
        const open = () => go(`${watch ? 'watch' : 'join'}/${game.code}`)
        return el(
          'li',
          {},
          el(
            'button',
            { onclick: open },
            el('span', {}, el('strong', {}, words.hostedBy(game.host)), el('small', {}, about(game))),
            el('span', { class: 'go' }, watch ? words.WATCH : words.JOIN),
          ),
        )
      }),
    )
  }

  /** The list that is shown, as JSON. */
  shownKey = ''
}

/** @param {RoomLine} game */
function about({ chess, quiz, running }) {
  const terms = chess ? words.terms(chess) : quiz && `${words.QUIZ} · ${quiz.title}`
  const over = (chess ?? quiz)?.over
  const state = over ? words.OVER : running && words.RUNNING
  return [terms, state, running && words.later(chess?.watch_delay)].filter(Boolean).join(' · ')
}

/** The buttons in the corner: the leaderboard, and the player's own profile. */
function corner() {
  const face = el('img', { src: portrait(name.get(), me.picture), alt: '', width: 40, height: 40, class: 'pup' })
  return el(
    'nav',
    { class: 'corner' },
    el('button', { onclick: () => go('people') }, icon('crown'), ' ', words.LEADERBOARD),
    el('button', { class: 'self', onclick: () => go('account') }, face, me.username ?? words.YOU),
  )
}

/** A field for the player's name, with the last one in it. */
export function nameField() {
  return el('input', {
    type: 'text',
    value: name.get(),
    maxLength: 20,
    name: 'name',
    autocomplete: 'nickname',
    spellcheck: false,
  })
}

/**
 * A choice of one of a few values, as buttons side by side.
 *
 * @param {string} label
 * @param {[number, string][]} values
 * @param {number} chosen
 * @param {(value: number) => void} onChoose
 */
export function picker(label, values, chosen, onChoose) {
  const options = values.map(([value, text]) => {
    const radio = el('input', {
      type: 'radio',
      name: label,
      checked: value === chosen,
      onchange: () => onChoose(value),
    })
    return el('label', {}, radio, el('span', {}, text))
  })
  return el('fieldset', { class: 'picker' }, el('legend', {}, label), el('div', {}, ...options))
}
