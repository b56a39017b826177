/**
 * The line to a room: a plain WebSocket that comes back by itself.
 *
 * After sleep, a tab switch or lost Wi-Fi the browser may not notice for minutes that a socket is dead. So a silent one
 * is given up after a few beats, and on waking up at once. Where the server says that the room is in another of its
 * processes the line goes there, from this same page; when it breaks, it begins at home again. A process that was not yet
 * there when the page was loaded is one that the browser lets it not connect to: then the page is loaded again.
 */

/** @import { Requests, ActionSuccess } from './types.js' */

/** The server's heartbeat comes every second; after so much silence the line is dead. */
const SILENCE_MS = 4_000
const SILENCE_ON_WAKING_MS = 1_500
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 5_000

/** So many hops from one process to another, one after the other, are made without a pause. */
const HOPS_AT_ONCE = 2
/** After so many nobody knows where the room is. */
const MOST_HOPS = 12
const PAUSE_MS = 50

/** Closed with one of these it is no use to come back: the sentence before it says why. */
const FINAL_CODES = new Set([1000, 1008, 4400, 4401, 4403, 4404, 4409, 4429])

/**
 * @typedef {object} Listener
 * @property {(name: string, fields: any) => void} notice What the server says.
 * @property {() => void} lost The line is gone; it is being tried again.
 * @property {(code: number, answer: ActionSuccess | null) => void} ended The line is gone for good.
 */

export class Connection {
  /**
   * @param {() => string} url Where to connect to: asked again for each try, as the seat may be known by then.
   * @param {Listener} listener
   */
  constructor(url, listener) {
    this.url = url
    this.listener = listener
    /** @type {WebSocket | null} */
    this.socket = null
    this.heardAt = 0
    this.retryMs = FIRST_RETRY_MS
    this.retryTimer = 0
    /** The process that has the room, if it is not the one that the page came from. */
    this.elsewhere = ''
    this.hops = 0
    this.over = false
    this.number = 0
    /** @type {{ name: string, fields: object, n: number }[]} */
    this.unanswered = []
    /** What was asked for since the page was last drawn, or is not answered yet. */
    this.asked = new Set()
    /** @type {ActionSuccess | null} */
    this.refusal = null
    this.watch = setInterval(() => this.checkSilence(SILENCE_MS), 1_000)
    this.onWake = () => this.wake()
    for (const event of ['online', 'pageshow']) addEventListener(event, this.onWake)
    document.addEventListener('visibilitychange', this.onWake)
    /** @param {SecurityPolicyViolationEvent} event */
    this.onForbidden = (event) => this.forbidden(event.effectiveDirective)
    document.addEventListener('securitypolicyviolation', this.onForbidden)
    this.open()
  }

  get online() {
    return this.socket?.readyState === WebSocket.OPEN
  }

  /** Hang up for good. */
  close() {
    this.over = true
    clearInterval(this.watch)
    clearTimeout(this.retryTimer)
    for (const event of ['online', 'pageshow']) removeEventListener(event, this.onWake)
    document.removeEventListener('visibilitychange', this.onWake)
    document.removeEventListener('securitypolicyviolation', this.onForbidden)
    this.drop()
  }

  /**
   * Ask the server for something. What was sent on a line that broke is sent again by `resend`.
   *
   * A button that is pressed again before the page shows what the first press did asks once. What people write is
   * always sent.
   *
   * @template {keyof Requests} Name
   * @param {Name} name
   * @param {Requests[Name]} [fields]
   */
  send(name, fields) {
    const key = keyOf(name, fields)
    if (name !== 'Chat' && this.asked.has(key)) return
    this.asked.add(key)
    const request = { name, fields: fields ?? {}, n: ++this.number }
    this.unanswered.push(request)
    this.transmit(request)
  }

  /**
   * The line is back: repeat what the server has not done yet.
   *
   * @param {number} done The number of the last request that it has done.
   * @param {(name: string, fields: any) => boolean} stillMeant Whether a request makes sense by now.
   */
  resend(done, stillMeant) {
    this.number = Math.max(this.number, done)
    this.unanswered = this.unanswered.filter((each) => each.n > done && stillMeant(each.name, each.fields))
    for (const request of this.unanswered) this.transmit(request)
    this.drawn()
  }

  /** The page shows by now what every answer has changed. */
  drawn() {
    this.asked = new Set(this.unanswered.map(({ name, fields }) => keyOf(name, fields)))
  }

  /** @param {{ name: string, fields: object, n: number }} request */
  transmit({ name, fields, n }) {
    if (this.online) this.socket?.send(JSON.stringify({ [name]: { ...fields, n } }))
  }

  open() {
    clearTimeout(this.retryTimer)
    this.drop()
    const socket = new WebSocket(this.elsewhere ? at(this.elsewhere, this.url()) : this.url())
    this.socket = socket
    this.heardAt = performance.now()
    socket.onmessage = (event) => this.hear(String(event.data))
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code)
    }
  }

  /** Forget the socket, whatever it still says. */
  drop() {
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  /** @param {string} text */
  hear(text) {
    this.heardAt = performance.now()
    const [[name, fields]] = Object.entries(JSON.parse(text))
    switch (name) {
      case 'DoHeartbeat':
        this.transmit({ name: 'Heartbeat', fields: { hbid: fields.hbid, ...beatTimes(this.heardAt) }, n: 0 })
        return
      case 'GotHeartbeat':
        return
      case 'Moved':
        this.goTo(fields.url)
        return
      case 'ActionSuccess':
        if (fields.error === 'ELSEWHERE' && fields.url && this.goTo(fields.url)) return
        this.answered(fields)
    }
    this.listener.notice(name, fields)
  }

  /** @param {ActionSuccess} answer */
  answered(answer) {
    this.refusal = answer.ok ? null : answer
    if (answer.ok) this.retryMs = FIRST_RETRY_MS
    if (answer.ok && answer.snapshot) this.hops = 0
    const first = this.unanswered.findIndex((each) => each.name === answer.request)
    if (first >= 0) this.unanswered.splice(first, 1)
  }

  /**
   * The room is in another process; whether the line goes there.
   *
   * @param {string} url
   */
  goTo(url) {
    this.hops += 1
    if (this.hops > MOST_HOPS) return false
    this.elsewhere = url
    this.drop()
    this.openIn(PAUSE_MS * Math.max(0, this.hops - HOPS_AT_ONCE))
    return true
  }

  /** @param {string} directive What the browser has forbidden. */
  forbidden(directive) {
    if (directive !== 'connect-src' || !this.elsewhere) return
    const place = socketsOf(this.elsewhere)
    import('./policy.js').then(({ loadAgainFor }) => loadAgainFor(place))
  }

  /** @param {number} ms */
  openIn(ms) {
    clearTimeout(this.retryTimer)
    if (ms) this.retryTimer = setTimeout(() => this.open(), ms)
    else this.open()
  }

  /** @param {number} code */
  closed(code) {
    this.socket = null
    if (this.over) return
    // Nobody is there: whoever has the room now is asked for at home.
    const lostOnTheWay = this.elsewhere !== '' && this.hops > 0
    this.elsewhere = ''
    if (lostOnTheWay && this.hops < MOST_HOPS) {
      this.hops += 1
      this.openIn(PAUSE_MS * this.hops)
      return
    }
    this.hops = 0
    if (FINAL_CODES.has(code)) {
      this.close()
      this.listener.ended(code, this.refusal)
      return
    }
    this.listener.lost()
    this.openIn(this.retryMs)
    this.retryMs = Math.min(2 * this.retryMs, LONGEST_RETRY_MS)
  }

  /** @param {number} most */
  checkSilence(most) {
    if (this.socket && performance.now() - this.heardAt > most) {
      this.drop()
      this.closed(1006)
    }
  }

  wake() {
    if (this.over || document.visibilityState === 'hidden') return
    this.checkSilence(SILENCE_ON_WAKING_MS)
    if (!this.socket) {
      this.retryMs = FIRST_RETRY_MS
      this.open()
    }
  }
}

/**
 * The same room's socket in another process.
 *
 * @param {string} base Of that process.
 * @param {string} url Of the socket here.
 */
function at(base, url) {
  return socketsOf(base) + url.slice(url.indexOf('/rooms/'))
}

/**
 * @param {string} name
 * @param {object} [fields]
 */
const keyOf = (name, fields = {}) => JSON.stringify([name, fields])

/** @param {string} base */
const socketsOf = (base) => base.replace(/^http/, 'ws').replace(/\/+$/, '')

/** @param {number} received */
function beatTimes(received) {
  return { t_recv: received, t_reply: performance.now() }
}
