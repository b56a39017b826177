/** The records of finished matches, which the server has over HTTP. */

import { me } from '../me.js'
import { address } from '../place.js'
import { SERVER_GONE } from '../words.js'

/** @import { Against, Leaderboard, Matches, Profile } from '../types.js' */

/** The server refused a request; the message is its sentence. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

/**
 * @param {string} path
 * @param {Record<string, string>} [query]
 * @returns {Promise<any>}
 */
async function told(path, query = {}) {
  const { secret } = me
  const headers = secret ? { Authorization: `Bearer ${secret}` } : undefined
  const answer = await fetch(address(path, query), { headers }).catch(() => null)
  const found = await answer?.json().catch(() => null)
  if (!answer || !found) throw new Refused(SERVER_GONE, answer?.status ?? 0)
  if (!answer.ok) throw new Refused(found.message ?? SERVER_GONE, answer.status)
  return found
}

/** The user, in an address. */
export const ME = 'me'
const of = (/** @type {string} */ name) => `players/${encodeURIComponent(name)}`

/**
 * @param {string} game
 * @param {'week' | 'all'} period
 * @param {number} page
 * @returns {Promise<Leaderboard>}
 */
export const leaderboard = (game, period, page) => told('leaderboard', { game, period, page: String(page) })

/**
 * @param {string} name
 * @returns {Promise<Profile>}
 */
export const profile = (name) => told(of(name))

/**
 * @param {string} name
 * @param {number} page
 * @returns {Promise<Matches>}
 */
export const matches = (name, page) => told(`${of(name)}/matches`, { page: String(page) })

/**
 * @param {string} name
 * @param {string} other
 * @returns {Promise<Against>}
 */
export const against = (name, other) => told(`${of(name)}/against/${encodeURIComponent(other)}`)
