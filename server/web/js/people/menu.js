/** Requests that need no room: each opens a connection of its own for a short conversation. */

import { wireVersion } from '../catalogue.js'
import { introduction, loggedOut } from '../me.js'
import { socket } from '../place.js'
import { SERVER_GONE } from '../words.js'

/** @import { ActionSuccess, Notices, Requests } from '../types.js' */

/** Longer than two logins in a row can take. */
const PATIENCE_MS = 15_000

/**
 * Identify the user, then send a request.
 *
 * @template {keyof Requests} Name
 * @param {Name} name
 * @param {Requests[Name]} fields
 * @returns {Promise<ActionSuccess>} What the server answers.
 * @throws {Error} With a sentence, if it does not answer.
 */
export async function ask(name, fields) {
  const menu = await Menu.open()
  try {
    let known = await menu.introduce()
    if (known.error === 'BAD_LOGIN') {
      // The session has ended. The user is a guest again.
      loggedOut()
      known = await menu.introduce()
    }
    return known.ok ? await menu.ask(name, fields) : known
  } finally {
    menu.close()
  }
}

/**
 * The same for a request that is answered by a notice.
 *
 * @template {keyof Requests} Name
 * @template {keyof Notices} Told
 * @param {Name} name
 * @param {Requests[Name]} fields
 * @param {Told} told
 * @returns {Promise<Notices[Told]>}
 * @throws {Error} With a sentence, if the server refuses or does not answer.
 */
export async function converse(name, fields, told) {
  const menu = await Menu.open()
  try {
    await menu.introduce()
    const notice = menu.until(told)
    // If the request fails, the first answer says why.
    notice.catch(() => {})
    const answer = await menu.ask(name, fields)
    if (!answer.ok) throw new Error(answer.message ?? SERVER_GONE)
    return await notice
  } finally {
    menu.close()
  }
}

class Menu {
  /** @param {WebSocket} line */
  constructor(line) {
    this.line = line
    this.number = 0
    line.onclose = null
    line.onmessage = ({ data }) => {
      const { DoHeartbeat } = JSON.parse(data)
      if (DoHeartbeat) line.send(JSON.stringify({ Heartbeat: { hbid: DoHeartbeat.hbid } }))
    }
  }

  /** @returns {Promise<Menu>} */
  static open() {
    return new Promise((resolve, reject) => {
      const line = new WebSocket(socket('ws', { v: wireVersion() }))
      line.onopen = () => resolve(new Menu(line))
      line.onclose = line.onerror = () => reject(new Error(SERVER_GONE))
    })
  }

  introduce() {
    const { name, fields } = introduction({ named: true })
    return this.ask(name, fields)
  }

  /**
   * @template {keyof Requests} Name
   * @param {Name} name
   * @param {Requests[Name]} fields
   * @returns {Promise<ActionSuccess>}
   */
  ask(name, fields) {
    const answered = this.until('ActionSuccess', (answer) => answer.request === name)
    this.line.send(JSON.stringify({ [name]: { ...fields, n: ++this.number } }))
    return answered
  }

  /**
   * The next notice of this name that matches.
   *
   * @template {keyof Notices} Told
   * @param {Told} name
   * @param {(notice: Notices[Told]) => boolean} [isIt]
   * @returns {Promise<Notices[Told]>}
   */
  until(name, isIt = () => true) {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error(SERVER_GONE))
      const timer = setTimeout(lost, PATIENCE_MS)
      this.line.addEventListener('close', lost)
      this.line.addEventListener('message', ({ data }) => {
        const notice = JSON.parse(data)[name]
        if (!notice || !isIt(notice)) return
        clearTimeout(timer)
        resolve(notice)
      })
    })
  }

  close() {
    this.line.close(1000)
  }
}
