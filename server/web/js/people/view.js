/** The screens about people: oneself (`/account`), somebody (`/people/NAME`), and the leaderboard (`/people`). */

import { loadCatalogue } from '../catalogue.js'
import { icon } from '../chat.js'
import { el, fill, setText } from '../dom.js'
import { me } from '../me.js'
import { go } from '../place.js'
import { portrait } from '../portraits.js'
import { name } from '../seats.js'
import { wear } from '../style.js'
import { account, insist } from './account.js'
import { dress, ownPortrait } from './dress.js'
import { History } from './history.js'
import { Ladder } from './ladder.js'
import { against, ME, matches, profile, Refused } from './records.js'
import { statistics } from './statistics.js'
import * as words from './words.js'

/** @import { Against, Profile } from '../types.js' */

const NOT_FOUND = 404
const NOT_KNOWN = 401

export class People {
  /** @param {string[]} parts Of the page's address. */
  constructor([where, username]) {
    this.where = where
    this.username = username
    this.title = el('h1', {})
    this.said = el('p', { class: 'said', role: 'status' })
    this.content = el('div', { class: 'content' })
    this.element = el('div', { class: 'people-page', hidden: true }, this.head(), this.said, this.content)
    this.opened = Promise.all([wear('people'), loadCatalogue()]).then(() => {
      this.element.hidden = false
    })
    this.show()
  }

  close() {}

  head() {
    const own = this.where === 'account'
    return el(
      'header',
      {},
      el('button', { class: 'icon', 'aria-label': words.HOME, title: words.HOME, onclick: () => go('') }, icon('back')),
      this.title,
      el(
        'button',
        { onclick: () => go(own ? 'people' : 'account') },
        own ? icon('crown') : icon('paw'),
        ' ',
        own ? words.LEADERBOARD : words.ACCOUNT,
      ),
    )
  }

  show() {
    if (this.where === 'account') this.showOneself()
    else if (this.username) this.showSomebody(this.username)
    else this.showLeaders()
  }

  showLeaders() {
    setText(this.title, words.LEADERBOARD)
    fill(this.content, new Ladder().element)
  }

  /** @param {string} said What has just happened. */
  showOneself(said = '') {
    setText(this.title, words.ACCOUNT)
    setText(this.said, said)
    const face = el('div', { class: 'face' }, ...this.ownFace())
    const save = async (/** @type {import('../types.js').SetProfile} */ chosen) => {
      await insist('SetProfile', chosen)
    }
    const records = el('div', { class: 'column' })
    fill(
      this.content,
      el(
        'div',
        { class: 'column' },
        el(
          'section',
          { class: 'panel' },
          face,
          dress(save, () => fill(face, ...this.ownFace())),
        ),
        account((told) => this.showOneself(told)),
      ),
      records,
    )
    if (me.secret) this.showRecords(records, ME)
    else fill(records, el('section', { class: 'panel' }, el('p', { class: 'quiet' }, words.NEVER)))
  }

  ownFace() {
    return [ownPortrait(88), el('p', {}, el('strong', {}, name.get() || words.GONE), handle(me.username))]
  }

  /**
   * @param {HTMLElement} place
   * @param {string} of
   */
  async showRecords(place, of) {
    try {
      const found = await profile(of)
      fill(place, statistics(found), new History((page) => matches(of, page)).element)
    } catch (error) {
      fill(place, el('section', { class: 'panel' }, el('p', { class: 'quiet', role: 'status' }, sentence(error))))
    }
  }

  /** @param {string} username */
  async showSomebody(username) {
    setText(this.title, username)
    fill(this.content, el('p', { class: 'quiet' }, words.LOADING))
    try {
      const mine = me.secret && me.username !== username ? against(ME, username).catch(() => null) : null
      const [found, between] = await Promise.all([profile(username), mine])
      setText(this.title, found.name)
      fill(this.content, this.somebody(found, between), this.theirs(username, found))
    } catch (error) {
      fill(this.content, el('p', { role: 'alert' }, sentence(error)))
    }
  }

  /**
   * @param {Profile} found
   * @param {Against | null} between
   */
  somebody(found, between) {
    const met = between && between.won + between.drawn + between.lost > 0
    const face = el('img', {
      src: portrait(found.name, found.picture ?? null),
      alt: '',
      width: 120,
      height: 120,
      class: 'pup',
    })
    return el(
      'div',
      { class: 'column' },
      el(
        'section',
        { class: 'panel' },
        el('div', { class: 'face' }, face, el('p', {}, el('strong', {}, found.name), handle(found.username ?? null))),
        met && el('p', { class: 'between' }, words.against(found.name, between)),
      ),
      statistics(found),
    )
  }

  /**
   * @param {string} username
   * @param {Profile} found
   */
  theirs(username, found) {
    const history = new History((page) => matches(username, page))
    history.element.setAttribute('aria-label', found.name)
    return el('div', { class: 'column' }, history.element)
  }
}

/** @param {string | null} username */
const handle = (username) => username && el('small', {}, `@${username}`)

/** Whoever the server does not know yet has not finished a match. @param {unknown} error */
function sentence(error) {
  if (error instanceof Refused && [NOT_FOUND, NOT_KNOWN].includes(error.status))
    return error.status === NOT_KNOWN ? words.NEVER : error.message
  return error instanceof Error ? error.message : String(error)
}
