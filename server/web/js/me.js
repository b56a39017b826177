/**
 * The identity of this browser's user on this server: an account that is logged in, or else a guest, whom the server
 * recognises by a key that only this browser has.
 */

import { name, newKey, read, write } from './seats.js'

/** @import { ActionSuccess, Requests } from './types.js' */

/** @typedef {{ name: 'Login' | 'SetProfile', fields: Requests['Login' | 'SetProfile'] }} Introduction */

export const me = {
  /** null: a guest. */
  get username() {
    return read('session') ? read('username') : null
  },
  /** The picture that was chosen: a pup, or the path of a picture on the server. */
  get picture() {
    return read('picture')
  },
  /** The session or the guest's key, which prove the identity; null: neither exists yet. */
  get secret() {
    return read('session') ?? read('guest key')
  },
}

/** @param {string | null} picture */
export const keepPicture = (picture) => write('picture', picture)

/**
 * The request that tells the server who the user is.
 *
 * @param {{ named?: boolean }} [how] Whether a guest's name has to be sent, too; rooms know it already.
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
 * The user is logged in.
 *
 * @param {ActionSuccess} answer
 * @param {{ endsGuest?: boolean }} [how] Whether the guest has become this account.
 */
export function loggedIn({ session, username, name, picture }, { endsGuest = false } = {}) {
  if (session) write('session', session)
  if (username) write('username', username)
  if (name) write('name', name)
  write('picture', picture ?? null)
  if (endsGuest) write('guest key', null)
}

/** The user is a guest again, and a new one if the former guest has become an account. */
export function loggedOut() {
  for (const each of ['session', 'username', 'picture']) write(each, null)
}
