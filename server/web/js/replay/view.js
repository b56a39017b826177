/** `/replay/ID`: a finished match, fetched from the server's record and shown by a `Player`. */

import { loadCatalogue } from '../catalogue.js'
import { el, fill } from '../dom.js'
import { address, go } from '../place.js'
import { loadStyle } from '../style.js'
import { HOME, SERVER_GONE, TRY_AGAIN } from '../words.js'
import { Player } from './player.js'
import * as words from './words.js'

/** @import { ReplayFile } from '../types.js' */

/** The newest `format` of replays that this page can read. */
const FORMAT = 1

export class Replay {
  /** @param {string} id */
  constructor(id) {
    this.id = id
    this.element = el('div', { class: 'table' })
    /** @type {Player | null} */
    this.player = null
    this.closed = false
    this.open()
  }

  async open() {
    fill(this.element, el('p', { class: 'connecting', role: 'status' }, words.LOADING))
    try {
      const [answer] = await Promise.all([
        fetch(address(`replays/${this.id}.json`)),
        loadCatalogue(),
        loadStyle('replay'),
      ])
      const told = await answer.json()
      if (this.closed) return
      if (answer.ok) this.show(told)
      else this.refuse(told.message)
    } catch {
      this.refuse(SERVER_GONE, true)
    }
  }

  /** @param {ReplayFile} replay */
  show(replay) {
    if (replay.format > FORMAT) {
      this.refuse(words.TOO_NEW)
    } else if (!replay.chess?.games.length) {
      this.refuse(words.NOT_CHESS)
    } else {
      document.title = `${words.matchTitle(replay)} · Underdog`
      this.player = new Player(replay, replay.chess.games)
      fill(this.element, this.player.element)
      this.player.begin()
    }
  }

  /**
   * @param {string} why
   * @param {boolean} again Whether trying again may help.
   */
  refuse(why, again = false) {
    fill(
      this.element,
      el(
        'section',
        { class: 'goodbye' },
        el('p', { role: 'alert' }, why),
        again && el('button', { class: 'main', onclick: () => this.open() }, TRY_AGAIN),
        el('button', { class: again ? '' : 'main', onclick: () => go('') }, HOME),
      ),
    )
  }

  close() {
    this.closed = true
    this.player?.close()
    document.title = 'Underdog'
  }
}
