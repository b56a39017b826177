/** Asking the server for something that needs no room: one short conversation in its menu. */

import { wireVersion } from '../catalogue.js'
import { introduction, loggedOut } from '../me.js'
import { socket } from '../place.js'
import { SERVER_GONE } from '../words.js'

/** @import { ActionSuccess, Requests } from '../types.js' */

/** Longer than two logins that wait for each other. */
const PATIENCE_MS = 15_000

/**
 * Say who one is, and ask.
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
      // The session has ended: one is a guest again.
      loggedOut()
      known = await menu.introduce()
    }
    return known.ok ? await menu.ask(name, fields) : known
  } finally {
    menu.close()
  }
}

class Menu {
  /** @param {WebSocket} line */
  constructor(line) {
    this.line = line
    this.number = 0
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
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(SERVER_GONE)), PATIENCE_MS)
      this.line.onclose = () => reject(new Error(SERVER_GONE))
      this.line.onmessage = ({ data }) => {
        const told = JSON.parse(data)
        if (told.DoHeartbeat) this.line.send(JSON.stringify({ Heartbeat: { hbid: told.DoHeartbeat.hbid } }))
        const answer = told.ActionSuccess
        if (answer?.request !== name) return
        clearTimeout(timer)
        resolve(answer)
      }
      this.line.send(JSON.stringify({ [name]: { ...fields, n: ++this.number } }))
    })
  }

  close() {
    this.line.onclose = this.line.onmessage = null
    this.line.close(1000)
  }
}
