/**
 * The connection to a room: a plain WebSocket that reconnects by itself.
 *
 * After sleep, a tab switch or lost Wi-Fi, the browser may take minutes to notice that a socket is dead. So a socket is
 * given up after a few missed heartbeats, and sooner when the page wakes up. If the room is in another process of the
 * server, the connection follows it there, and starts at the page's own process again when it breaks. The browser does
 * not let the page connect to a process that started after the page was loaded; the page is then loaded again.
 */

/** @import { Requests, ActionSuccess } from './types.js' */

/** The server sends a heartbeat every second. After this time without one the connection counts as dead. */
const SILENCE_MS = 4_000
const SILENCE_ON_WAKING_MS = 1_500
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 5_000

/** How many redirects in a row are followed without a pause. */
const HOPS_AT_ONCE = 2
/** After this many redirects in a row the search for the room is given up. */
const MOST_HOPS = 12
const PAUSE_MS = 50

/** After one of these codes, reconnecting is useless. The answer before it has the reason. */
const FINAL_CODES = new Set([1000, 1008, 4400, 4401, 4403, 4404, 4409, 4429])

/**
 * @typedef {object} Listener
 * @property {(name: string, fields: any) => void} notice A message from the server.
 * @property {() => void} lost The connection is broken; reconnecting has begun.
 * @property {(code: number, answer: ActionSuccess | null) => void} ended The connection is closed for good.
 */

export class Connection {
  /**
   * @param {() => string} url Where to connect to. Called for each attempt, because the seat may be known by then.
   * @param {Listener} listener
   */
  constructor(url, listener) {
    this.url = url
    this.listener = listener
    /** @type {WebSocket | null} */
    this.socket = null
    this.receivedAt = 0
    this.retryMs = FIRST_RETRY_MS
    this.retryTimer = 0
    /** The process that has the room, if it is not the page's own. */
    this.elsewhere = ''
    this.hops = 0
    this.over = false
    this.number = 0
    /** @type {{ name: string, fields: object, n: number, game: number }[]} */
    this.unanswered = []
    /**
     * What was asked for last, by the request's name, since the page was last drawn or if it is not answered yet.
     *
     * @type {Map<string, string>}
     */
    this.asked = new Map()
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

  /** Close the connection for good. */
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
   * Send a request. If the connection breaks before the answer, `resend` sends it again.
   *
   * A button that is pressed again before the page shows what the first press did asks once. What people write is
   * always sent, and so is what somebody goes back to who had chosen something else in between.
   *
   * @template {keyof Requests} Name
   * @param {Name} name
   * @param {Requests[Name]} [fields]
   * @param {number} [game] The number of the game that it is meant for; 0: none.
   */
  send(name, fields, game = 0) {
    const asked = JSON.stringify(fields ?? {})
    if (name !== 'Chat' && this.asked.get(name) === asked) return
    this.asked.set(name, asked)
    const request = { name, fields: fields ?? {}, n: ++this.number, game }
    this.unanswered.push(request)
    this.transmit(request)
  }

  /**
   * After reconnecting, send again what the server has not done.
   *
   * @param {number} done The number of the last request that the server has done.
   * @param {(name: string, fields: any, game: number) => boolean} stillMeant Whether a request still makes sense.
   */
  resend(done, stillMeant) {
    this.number = Math.max(this.number, done)
    this.unanswered = this.unanswered.filter((each) => each.n > done && stillMeant(each.name, each.fields, each.game))
    for (const request of this.unanswered) this.transmit(request)
    this.drawn()
  }

  /** The page shows by now what every answer has changed. */
  drawn() {
    this.asked = new Map(this.unanswered.map(({ name, fields }) => [name, JSON.stringify(fields)]))
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
    this.receivedAt = performance.now()
    socket.onmessage = (event) => this.receive(String(event.data))
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code)
    }
  }

  /** Close the socket and ignore whatever still arrives on it. */
  drop() {
    const socket = this.socket
    this.socket = null
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  /** @param {string} text */
  receive(text) {
    this.receivedAt = performance.now()
    const [[name, fields]] = Object.entries(JSON.parse(text))
    switch (name) {
      case 'DoHeartbeat':
        this.transmit({ name: 'Heartbeat', fields: { hbid: fields.hbid, ...beatTimes(this.receivedAt) }, n: 0 })
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
   * Follow the room to another process. Returns whether that is tried.
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

  /** @param {string} directive What the content security policy has forbidden. */
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
    // That process did not answer. Ask the page's own process who has the room now.
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
    if (this.socket && performance.now() - this.receivedAt > most) {
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
 * The URL of the same room in another process.
 *
 * @param {string} base The other process.
 * @param {string} url The room's URL here.
 */
function at(base, url) {
  return socketsOf(base) + url.slice(url.indexOf('/rooms/'))
}

/** @param {string} base */
const socketsOf = (base) => base.replace(/^http/, 'ws').replace(/\/+$/, '')

/** @param {number} received */
function beatTimes(received) {
  return { t_recv: received, t_reply: performance.now() }
}
