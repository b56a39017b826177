/** A person's finished matches, newest first, in pages. */

import { el, setText, show, svg } from '../dom.js'
import { address, go } from '../place.js'
import { portrait } from '../portraits.js'
import { points } from '../words.js'
import * as words from './words.js'

/** @import { Matches, MatchPlayer, MatchRecord } from '../types.js' */

export class History {
  /** @param {(page: number) => Promise<Matches>} fetchPage */
  constructor(fetchPage) {
    this.fetchPage = fetchPage
    this.page = 0
    this.list = el('ul', { class: 'matches' })
    this.state = el('p', { class: 'quiet', role: 'status' }, words.LOADING)
    this.older = el('button', { hidden: true, onclick: () => this.more() }, words.OLDER)
    this.element = el(
      'section',
      { class: 'panel history' },
      el('h2', {}, words.HISTORY),
      this.list,
      this.state,
      this.older,
    )
    this.more()
  }

  async more() {
    this.older.disabled = true
    try {
      const { page, pages, rows } = await this.fetchPage(this.page + 1)
      this.page = page
      this.list.append(...rows.map(match))
      setText(this.state, this.list.childElementCount ? '' : words.NEVER)
      show(this.older, page < pages)
    } catch (error) {
      setText(this.state, error instanceof Error ? error.message : String(error))
      show(this.older, this.page > 0)
    }
    this.older.disabled = false
  }
}

/** @param {MatchRecord} record */
function match(record) {
  const own = record.players.find((each) => each.you) ?? record.players[0]
  const others = record.players.filter((each) => each !== own)
  const change = own?.rating_change
  return el(
    'li',
    { 'data-result': own?.result ?? '' },
    ...others.slice(0, 1).map((each) => face(each)),
    el(
      'span',
      { class: 'told' },
      el('span', { class: 'versus' }, ...versus(others)),
      el(
        'small',
        {},
        [own && words.RESULTS[own.result], words.GAMES[record.game] ?? record.game, words.when(record.at)]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    el(
      'span',
      { class: 'points' },
      score(own, others),
      change != null && el('small', { class: change < 0 ? 'less' : 'more' }, words.change(change)),
    ),
    record.replay && replayLink(record.id),
  )
}

/** @param {MatchPlayer[]} others */
function versus(others) {
  const shown = others.slice(0, 3).flatMap((each, i) => [i ? ', ' : '', who(each)])
  return others.length > 3 ? [...shown, ` +${others.length - 3}`] : shown
}

/** @param {MatchPlayer} player */
function face({ name, picture }) {
  return el('img', { src: portrait(name, picture ?? null), alt: '', width: 44, height: 44, class: 'pup' })
}

/**
 * A name, as a link to its profile if there is one.
 *
 * @param {{ name: string, username?: string | null, bot?: string | boolean | null }} player
 */
export function who({ name, username, bot }) {
  const text = name || words.GONE
  if (bot) return el('span', {}, text, ' ', el('small', {}, words.COMPUTER))
  return username ? link(text, `people/${encodeURIComponent(username)}`) : el('span', {}, text)
}

/**
 * @param {MatchPlayer | undefined} own
 * @param {MatchPlayer[]} others
 */
function score(own, others) {
  if (!own) return ''
  return others.length === 1 ? `${points(own.score)} : ${points(others[0].score)}` : points(own.score)
}

/** @param {string} id */
function replayLink(id) {
  const made = link('', `replay/${id}`)
  made.className = 'button'
  made.append(
    svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: 'M 7 3 L 20 12 L 7 21 Z' })),
    el('span', {}, words.WATCH),
  )
  return made
}

/**
 * A link within the page.
 *
 * @param {string} text
 * @param {string} path
 */
export function link(text, path) {
  return el(
    'a',
    {
      href: address(path).href,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
        event.preventDefault()
        go(path)
      },
    },
    text,
  )
}
