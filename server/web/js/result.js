/** What lies over the board for a moment: the countdown, how a game ended, and the end of the match. */

import { el, fill, show } from './dom.js'
import { file } from './place.js'
import { scoreOf } from './plate.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Act } from './actions.js' */

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
  }

  /** @param {number} now */
  update(now) {
    const { room } = this
    const phase = room.board?.phase
    const seconds = phase === 'countdown' ? Math.ceil(room.phaseMs(now) / 1000) : 0
    const key = JSON.stringify([phase, seconds, room.over, room.again, room.againAs, room.results.length, room.line])
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
    const { room, act } = this
    const over = room.over
    if (!over) return []
    const won = over.winner === room.pid
    const picture = won || room.watching ? 'pup_happy' : 'pup'
    const asked = room.again.includes(room.pid ?? 0)
    const other = room.again.find((pid) => pid !== room.pid)
    const alone = room.seated.length < 2
    const again = el(
      'button',
      { class: 'main', onclick: () => act.send('PlayAgain', { again: true }), disabled: asked },
      asked ? words.WAITING_AGAIN : words.AGAIN,
    )
    return [
      el(
        'div',
        { class: 'panel end' },
        el('img', { src: file(`pictures/${picture}.svg`), alt: '', width: 110, height: 110 }),
        el('h2', {}, words.matchResult(room, over)),
        el('p', { class: 'final' }, this.score()),
        el(
          'p',
          {},
          other !== undefined && !asked ? words.wantsAgain(room.nameOf(other)) : words.matchSentence(room, over),
        ),
        ...(room.againAs ? [el('p', { class: 'quiet' }, words.terms(room.againAs))] : []),
        ...(room.playing && !alone && over.reason !== 'forfeit' ? [again] : []),
        el('button', { onclick: () => act.leave() }, words.HOME),
      ),
    ]
  }

  score() {
    const { room } = this
    const [first, second] = [room.pidOf(room.side), room.pidOf(room.side === 'white' ? 'black' : 'white')]
    return `${words.points(scoreOf(room, first))} : ${words.points(scoreOf(room, second))}`
  }
}
