/**
 * Who one is on this server: a guest, whom the server knows again by a key that only this browser has, or somebody who
 * is logged in. Nobody has to do anything for it.
 */

import { name, newKey, read, write } from './seats.js'

/** @import { ActionSuccess, Requests } from './types.js' */

/** @typedef {{ name: 'Login' | 'SetProfile', fields: Requests['Login' | 'SetProfile'] }} Introduction */

export const me = {
  /** None: a guest. */
  get username() {
    return read('session') ? read('username') : null
  },
  /** As chosen: a pup, or the path of a picture that the server has. */
  get picture() {
    return read('picture')
  },
  /** What proves it to the server, once there is something. */
  get secret() {
    return read('session') ?? read('guest key')
  },
}

/** @param {string | null} picture */
export const keepPicture = (picture) => write('picture', picture)

/**
 * How one tells the server who one is.
 *
 * @param {{ named?: boolean }} [how] Whether it has not heard a guest's name yet, as it has in a room.
 * @returns {Introduction}
 */
export function introduction({ named = false } = {}) {
  const session = read('session')
  if (session) return { name: 'Login', fields: { session } }
  const key = read('guest key') ?? newKey()
  write('guest key', key)
  const picture = me.picture
  const called = named && name.get()
  return { name: 'SetProfile', fields: { key, ...(picture && { picture }), ...(called && { name: called }) } }
}

/**
 * The server knows one by an account now.
 *
 * @param {ActionSuccess} answer
 * @param {{ endsGuest?: boolean }} [how] Whether the guest that one was is that account now.
 */
export function loggedIn({ session, username, name, picture }, { endsGuest = false } = {}) {
  if (session) write('session', session)
  if (username) write('username', username)
  if (name) write('name', name)
  write('picture', picture ?? null)
  if (endsGuest) write('guest key', null)
}

/** One is nobody again, and from the next match on another guest. */
export function loggedOut() {
  for (const each of ['session', 'username', 'picture']) write(each, null)
}
