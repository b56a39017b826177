/** Saves the results as a file. */

import { el } from '../dom.js'

/** @import { Standing } from './model.js' */

/** A spreadsheet would read a name that begins with one of these as a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** @param {Standing[]} standings */
export function asCsv(standings) {
  const rows = standings.map(({ place, player, team, score }) => [place, text(player.name), text(team), score])
  return [['place', 'name', 'team', 'score'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** @param {string} written */
const text = (written) => (FORMULA.test(written) ? `'${written}` : written)

/** @param {string | number} value */
const cell = (value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))

/**
 * @param {string} title
 * @param {Standing[]} standings
 */
export function asJson(title, standings) {
  const players = standings.map(({ place, player, team, score }) => ({
    place,
    name: player.name,
    team: team || null,
    score,
  }))
  return `${JSON.stringify({ title, players }, null, 1)}\n`
}

/**
 * Save a file with the browser's downloads.
 *
 * @param {string} name
 * @param {string} kind
 * @param {string} content
 */
export function save(name, kind, content) {
  const href = URL.createObjectURL(new Blob([content], { type: kind }))
  el('a', { href, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(href), 1_000)
}
