/** The screens about people: the user (`/account`), another person (`/people/NAME`), the leaderboard (`/people`). */

import { loadCatalogue } from '../catalogue.js'
import { icon } from '../chat.js'
import { el, fill, setText } from '../dom.js'
import { loggedOut, me } from '../me.js'
import { go } from '../place.js'
import { portrait } from '../portraits.js'
import { loadStyle } from '../style.js'
import { account, insist } from './account.js'
import { blockedPanel } from './blocked.js'
import { History } from './history.js'
import { LeaderboardView } from './leaderboard.js'
import { ProfileForm } from './profileform.js'
import { against, ME, matches, profile, Refused } from './records.js'
import { statistics } from './statistics.js'
import * as words from './words.js'

/** @import { Against, Profile } from '../types.js' */

const UNKNOWN = new Set([401, 404])

export class People {
  /** @param {string[]} parts The parts of the page's path. */
  constructor([where, username]) {
    this.where = where
    this.username = username
    this.title = el('h1', {})
    this.said = el('p', { class: 'said', role: 'status' })
    this.content = el('div', { class: 'content' })
    this.element = el('div', { class: 'people-page', hidden: true }, this.head(), this.said, this.content)
    /** @type {ProfileForm | null} */
    this.form = null
    this.closed = false
    this.open()
  }

  async open() {
    // The upgrades' names and pictures are in the catalogue.
    await Promise.all([loadStyle('people'), loadCatalogue()])
    if (this.closed) return
    this.element.hidden = false
    this.show()
  }

  close() {
    this.closed = true
    this.form?.close()
    document.title = 'Underdog'
  }

  /** @param {string} title */
  name(title) {
    if (this.closed) return
    setText(this.title, title)
    document.title = `${title} · Underdog`
  }

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
    this.name(words.LEADERBOARD)
    fill(this.content, new LeaderboardView().element)
  }

  /** @param {string} said A sentence about what was just done. */
  showOneself(said = '') {
    this.name(words.ACCOUNT)
    setText(this.said, said)
    this.form?.close()
    this.form = new ProfileForm({
      save: async (chosen) => {
        await insist('SetProfile', chosen)
      },
    })
    const records = el('div', { class: 'column' })
    fill(
      this.content,
      el(
        'div',
        { class: 'column' },
        el('section', { class: 'panel' }, this.form.element),
        account((told) => this.showOneself(told)),
        blockedPanel(),
      ),
      records,
    )
    if (me.secret) this.showRecords(records)
    else fill(records, el('section', { class: 'panel' }, el('p', { class: 'quiet' }, words.NEVER)))
  }

  /** @param {HTMLElement} place */
  async showRecords(place) {
    try {
      fill(place, statistics(await profile(ME)), new History((page) => matches(ME, page)).element)
    } catch (error) {
      if (me.username && isUnknown(error)) {
        // Signed out on another device.
        loggedOut()
        this.showOneself(words.ENDED)
        return
      }
      fill(place, el('section', { class: 'panel' }, el('p', { class: 'quiet', role: 'status' }, ownSentence(error))))
    }
  }

  /** @param {string} username */
  async showSomebody(username) {
    this.name(username)
    fill(this.content, el('p', { class: 'quiet' }, words.LOADING))
    try {
      const mine = me.secret && me.username !== username ? against(ME, username).catch(() => null) : null
      const [found, between] = await Promise.all([profile(username), mine])
      this.name(found.name)
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

/** @param {unknown} error */
const isUnknown = (error) => error instanceof Refused && UNKNOWN.has(error.status)

/**
 * The server does not know a guest who has not finished a match yet.
 *
 * @param {unknown} error
 */
function ownSentence(error) {
  return isUnknown(error) ? words.NEVER : sentence(error)
}

/** @param {unknown} error */
function sentence(error) {
  return error instanceof Error ? error.message : String(error)
}
