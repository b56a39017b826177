/** What covers the board: the countdown, how a game ended, and the end of the match. */

import { el, fill, show } from './dom.js'
import { BEST_OF, picker, timesWith } from './home.js'
import { file, go } from './place.js'
import { scoreOf } from './plate.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Act } from './actions.js' */
/** @import { MatchOver, Terms } from './types.js' */

export class Result {
  /**
   * @param {Room} room
   * @param {Act} act
   */
  constructor(room, act) {
    this.room = room
    this.act = act
    this.element = el('div', { class: 'over', hidden: true })
    this.shown = ''
    /** The terms that are being chosen for another match. @type {Terms | null} */
    this.changing = null
  }

  /** @param {number} now */
  update(now) {
    const { room } = this
    const phase = room.board?.phase
    const seconds = phase === 'countdown' ? Math.ceil(room.phaseMs(now) / 1000) : 0
    if (phase !== 'over') this.changing = null
    const key = JSON.stringify([
      phase,
      seconds,
      room.over,
      room.rated,
      room.again,
      room.againAs,
      this.changing !== null,
      room.results.length,
      room.connection,
    ])
    if (key === this.shown) return
    this.shown = key
    const content = this.content(phase ?? '', seconds)
    show(this.element, content.length > 0)
    this.element.classList.toggle('lets-through', phase === 'countdown')
    fill(this.element, ...content)
  }

  /**
   * @param {string} phase
   * @param {number} seconds
   * @returns {Node[]}
   */
  content(phase, seconds) {
    const { room } = this
    if (phase === 'over' && room.over) return this.end()
    if (phase === 'countdown' && seconds > 0) {
      const side = room.colour ? words.youHave(room.colour) : words.gameBegins(room.board?.game ?? 1)
      return [el('p', { class: 'count' }, String(seconds)), el('p', { class: 'side' }, side)]
    }
    const last = room.results.at(-1)
    if (phase === 'result' && last) {
      return [
        el('div', { class: 'panel' }, el('h2', {}, words.headline(last.reason)), el('p', {}, words.result(room, last))),
      ]
    }
    return []
  }

  end() {
    const { room } = this
    const over = room.over
    if (!over) return []
    const picture = over.winner === room.pid || room.watching ? 'pup_happy' : 'pup'
    return [
      el(
        'div',
        { class: 'panel end' },
        el('img', { src: file(`pictures/${picture}.svg`), alt: '', width: 110, height: 110 }),
        el('h2', {}, words.matchResult(room, over)),
        el('p', { class: 'final' }, this.score()),
        el('p', { class: 'ratings' }, ...this.ratings()),
        ...(this.changing ? this.changes() : this.choices(over)),
      ),
    ]
  }

  /** @param {MatchOver} over */
  choices(over) {
    const { room, act } = this
    const asked = room.again.includes(room.pid ?? 0)
    const other = room.again.find((pid) => pid !== room.pid)
    const possible = room.playing && room.seated.length > 1 && over.reason !== 'forfeit'
    const replay = room.rated && !room.rated.late ? room.rated.replay : null
    const again = el(
      'button',
      { class: 'main', onclick: () => act.send('PlayAgain', { again: true }), disabled: asked },
      asked ? words.WAITING_AGAIN : words.AGAIN,
    )
    const terms = room.againAs ?? room.terms
    return [
      el(
        'p',
        {},
        other !== undefined && !asked ? words.wantsAgain(room.nameOf(other)) : words.matchSentence(room, over),
      ),
      possible && again,
      possible &&
        el(
          'p',
          { class: 'terms' },
          words.terms(terms),
          el('button', { class: 'plain', onclick: () => this.change(terms) }, words.CHANGE),
        ),
      el(
        'div',
        { class: 'row' },
        replay && el('button', { onclick: () => go(`replay/${replay}`) }, words.WATCH_AGAIN),
        el('button', { onclick: () => act.leave() }, words.HOME),
      ),
    ]
  }

  /** Choose other terms for another match, which the opponent has to accept. */
  changes() {
    const { changing } = this
    if (!changing) return []
    return [
      picker(words.BEST_OF, BEST_OF, changing.best_of, (n) => {
        changing.best_of = n
      }),
      picker(words.TIME, timesWith(changing.base_seconds), changing.base_seconds, (n) => {
        changing.base_seconds = n
      }),
      el(
        'div',
        { class: 'row' },
        el('button', { onclick: () => this.change(null) }, words.CANCEL),
        el('button', { class: 'main', onclick: () => this.propose(changing) }, words.ASK_AGAIN),
      ),
    ]
  }

  /** @param {Terms | null} terms */
  change(terms) {
    this.changing = terms && { ...terms }
    this.act.changed()
  }

  /** @param {Terms} terms */
  propose({ best_of, base_seconds }) {
    this.act.send('PlayAgain', { again: true, best_of: /** @type {3 | 5 | 7} */ (best_of), base_seconds })
    this.change(null)
  }

  /** How the match has changed both ratings, or that this is not known yet. */
  ratings() {
    const { room } = this
    if (!room.rated) return []
    if (room.rated.late) return [words.LATE]
    return Object.entries(room.rated.ratings).map(([pid, each]) =>
      el('span', {}, el('b', {}, room.nameOf(Number(pid))), ` ${words.rating(each)}`),
    )
  }

  score() {
    const { room } = this
    const [first, second] = [room.pidOf(room.side), room.pidOf(room.side === 'white' ? 'black' : 'white')]
    return `${words.points(scoreOf(room, first))} : ${words.points(scoreOf(room, second))}`
  }
}
