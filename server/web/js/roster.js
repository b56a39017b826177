/** The members of a room: follows the notices about them, and announces who comes and goes. */

import * as words from './words.js'

/** @import { Cue, Room } from './room.js' */
/** @import { Player } from './types.js' */

/**
 * A cue for a sentence that is shown and spoken.
 *
 * @param {string} text
 * @param {string} [sound]
 * @returns {Cue}
 */
export const aloud = (text, sound) => ({ news: text, say: text, sound })

/**
 * Follow a notice about members; null: it is about something else.
 *
 * @param {Room} room
 * @param {string} name
 * @param {any} fields
 * @returns {Cue[] | null}
 */
export function followMembers(room, name, fields) {
  switch (name) {
    case 'NewPlayer':
      room.pid = fields.pid
      return []
    case 'PlayerList':
      return peopleAre(room, fields.players, fields.watchers)
    case 'PlayerJoined':
      return peopleAre(room, [...without(room, fields.player.pid), fields.player])
    case 'PlayerChanged':
      return peopleAre(
        room,
        room.players.map((each) => (each.pid === fields.pid ? { ...each, ...fields } : each)),
      )
    case 'PlayerLeft':
      return leaves(room, fields.pid)
    case 'Latencies':
      return []
    case 'ClientDisconnected':
      return wentAway(room, fields)
    case 'ClientReconnected':
      if (room.question?.pid === fields.pid) room.question = null
      return isSeated(room, fields.pid) ? [aloud(words.back(room.nameOf(fields.pid)), 'arrive')] : []
    default:
      return null
  }
}

/**
 * @param {Room} room
 * @param {Player[]} players
 * @param {number} [watchers] By default the number of those that are listed.
 * @returns {Cue[]}
 */
function peopleAre(room, players, watchers) {
  const before = new Set(room.players.map((player) => player.pid))
  const known = room.players.length > 0
  room.players = players
  room.watchers = watchers ?? players.filter((each) => each.role === 'spectator' && each.connected).length
  const fresh = players.filter(
    (each) => known && each.role === 'player' && !before.has(each.pid) && each.pid !== room.pid,
  )
  return fresh.map((each) => aloud(words.sits(each.name), 'arrive'))
}

/**
 * @param {Room} room
 * @param {number} pid
 * @returns {Cue[]}
 */
function leaves(room, pid) {
  const seated = isSeated(room, pid)
  const text = words.left(room.nameOf(pid))
  room.again = room.again.filter((each) => each !== pid)
  peopleAre(room, without(room, pid))
  return seated ? [aloud(text, 'gone')] : []
}

/**
 * @param {Room} room
 * @param {number} pid
 */
function without(room, pid) {
  return room.players.filter((each) => each.pid !== pid)
}

/**
 * @param {Room} room
 * @param {number} pid
 */
function isSeated(room, pid) {
  return room.seated.some((each) => each.pid === pid)
}

/**
 * @param {Room} room
 * @param {{ pid: number, ai: boolean, left: boolean }} fields
 * @returns {Cue[]}
 */
function wentAway(room, { pid, ai, left }) {
  if (!isSeated(room, pid)) return []
  const name = room.nameOf(pid)
  return [aloud(left ? words.left(name) : ai ? words.botPlays(name) : words.away(name), 'gone')]
}
