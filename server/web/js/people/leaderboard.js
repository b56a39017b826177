/** The leaderboard of a kind of game, of this week or of all time. */

import { el, fill, setText, show } from '../dom.js'
import { picker } from '../home.js'
import { portrait } from '../portraits.js'
import { who } from './history.js'
import { leaderboard } from './records.js'
import * as words from './words.js'

/** @import { LeaderboardRow } from '../types.js' */

const GAMES = Object.keys(words.GAMES)
/** @type {('week' | 'all')[]} */
const PERIODS = ['week', 'all']

export class LeaderboardView {
  constructor() {
    this.game = 0
    this.period = 1
    this.page = 1
    this.asked = 0
    this.state = el('p', { class: 'quiet', role: 'status' })
    this.rows = el('tbody')
    // A finger has no tooltips.
    this.uncertain = el('p', { class: 'quiet', hidden: true }, words.UNCERTAIN_ROWS)
    this.place = el('span', { class: 'quiet' })
    this.previous = el('button', { onclick: () => this.look({ page: this.page - 1 }) }, words.PREVIOUS)
    this.next = el('button', { onclick: () => this.look({ page: this.page + 1 }) }, words.NEXT)
    this.pages = el('nav', { class: 'pages', 'aria-label': words.PAGES }, this.previous, this.place, this.next)
    this.table = el(
      'table',
      { class: 'leaderboard', hidden: true },
      el('thead', {}, el('tr', {}, ...columns().map(([text, kind]) => el('th', { scope: 'col', class: kind }, text)))),
      this.rows,
    )
    this.element = el(
      'section',
      { class: 'panel leaders' },
      el(
        'div',
        { class: 'pickers' },
        picker('Game', named(GAMES.map((game) => words.GAMES[game])), this.game, (game) =>
          this.look({ game, page: 1 }),
        ),
        picker('Period', named([words.WEEK, words.ALL_TIME]), this.period, (period) => this.look({ period, page: 1 })),
      ),
      this.state,
      this.table,
      this.uncertain,
      this.pages,
    )
    this.look({})
  }

  /** @param {{ game?: number, period?: number, page?: number }} chosen */
  async look({ game = this.game, period = this.period, page = this.page }) {
    Object.assign(this, { game, period, page })
    const asked = ++this.asked
    try {
      const found = await leaderboard(GAMES[game], PERIODS[period], page)
      if (asked !== this.asked) return
      fill(this.rows, ...found.rows.map(line))
      setText(this.state, found.rows.length ? '' : words.NOBODY)
      setText(this.place, words.pageOf(found.page, found.pages))
      show(this.table, found.rows.length > 0)
      show(
        this.uncertain,
        found.rows.some((row) => row.uncertain),
      )
      show(this.pages, found.pages > 1)
      this.previous.disabled = found.page <= 1
      this.next.disabled = found.page >= found.pages
    } catch (error) {
      if (asked === this.asked) setText(this.state, error instanceof Error ? error.message : String(error))
    }
  }
}

/** @returns {[string, string][]} */
const columns = () => [
  [words.RANK, 'rank'],
  [words.PLAYER, 'player'],
  [words.RATING, 'number'],
  [words.MATCHES, 'number wide'],
  [words.RECORD, 'number wide'],
]

/**
 * @param {string[]} texts
 * @returns {[number, string][]}
 */
const named = (texts) => texts.map((text, i) => [i, text])

/** @param {LeaderboardRow} row */
function line(row) {
  const uncertain = row.uncertain ?? false
  return el(
    'tr',
    {},
    el('td', { class: 'rank' }, row.rank ? String(row.rank) : '–'),
    el(
      'th',
      { scope: 'row', class: 'player' },
      el(
        'span',
        {},
        el('img', { src: portrait(row.name, row.picture ?? null), alt: '', width: 44, height: 44, class: 'pup' }),
        who(row),
      ),
    ),
    el('td', { class: 'number', title: uncertain ? words.UNCERTAIN : '' }, words.rating({ ...row, uncertain })),
    el('td', { class: 'number wide' }, String(row.matches)),
    el('td', { class: 'number wide' }, words.record(row)),
  )
}
