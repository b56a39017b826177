/** The sentences of the replay. */

import { headline, points } from '../words.js'

/** @import { ReplayFile, ReplayGame } from '../types.js' */

export const TITLE = 'Replay'
export const LOADING = 'Looking for that match…'
export const TOO_NEW =
  'This replay was made by a newer version of Underdog. Reload the page, or ask the host for an update.'
export const NOT_CHESS = 'Only matches of chess can be watched again.'
export const PLAY = 'Play'
export const PAUSE = 'Pause'
export const FIRST = 'To the beginning of the game'
export const BACKWARD = 'One move back'
export const FORWARD = 'One move on'
export const LAST = 'To the end of the game'
export const SPEED = 'Speed'
export const GAME = 'Game'
export const MOVE = 'Move'
export const MOVES = 'Moves'
export const BEGINS = 'The game begins.'
export const STAND_IN = 'a stand-in moved'
export const COPY_LINK = 'Copy link'
export const COPIED = 'Link copied.'
export const KEYS = 'Space plays, arrows step, Page Up and Page Down change the game, F turns the board.'
export const BOARD = 'Chess board, as it was.'
export const DRAFT = 'Down one, up one.'
export const DRAFT_AFTER_DRAW = 'A draw: a small upgrade for both.'

/** @param {number} speed */
export const times = (speed) => `${speed}×`
/**
 * @param {number} step
 * @param {number} last
 */
export const stepOf = (step, last) => `${step} of ${last}`
/** @param {number} ms */
export const took = (ms) => (ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`)

/**
 * @param {ReplayGame} game
 * @param {(pid: number | null | undefined) => string} nameOf
 */
export function ending(game, nameOf) {
  const line = headline(game.reason)
  const how = line.endsWith('!') ? line : `${line}.`
  return game.winner == null ? `${how} Half a point each.` : `${how} ${nameOf(game.winner)} takes game ${game.number}.`
}

/** @param {ReplayGame} game */
export const gameName = (game) => (game.armageddon ? 'Armageddon' : `Game ${game.number}`)

/** @param {ReplayGame} game */
export const gameTitle = (game) => (game.armageddon ? 'Armageddon: a draw wins for Black' : `Game ${game.number}`)

/**
 * @param {ReplayFile} replay
 * @returns {string} "Ann 2 : 1 Bob"
 */
export function matchTitle(replay) {
  const [first, second] = replay.players
  const score = (/** @type {number} */ pid) => points(replay.score[String(pid)] ?? 0)
  return first && second ? `${first.name} ${score(first.pid)} : ${score(second.pid)} ${second.name}` : TITLE
}

/** @param {string} at RFC 3339 */
export function day(at) {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}

/**
 * @param {string} name
 * @param {string} upgrade
 * @param {boolean} auto
 */
export const takes = (name, upgrade, auto) => `${name} ${auto ? 'gets' : 'takes'} ${upgrade}.`
