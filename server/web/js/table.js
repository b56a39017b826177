/** One room, from joining to leaving: its connection, its state, and the screen that shows it. */

import { upgrade, wireVersion } from './catalogue.js'
import { Connection } from './connection.js'
import { el, fill, setText, show } from './dom.js'
import { JoinScreen } from './joinscreen.js'
import { Lobby } from './lobby.js'
import { Match } from './match.js'
import { introduction, loggedIn, loggedOut } from './me.js'
import { go, key, roomSocket } from './place.js'
import { Room } from './room.js'
import { keepSeat, name, newKey, seatIn } from './seats.js'
import { buzz, play } from './sound.js'
import * as words from './words.js'

/** @import { Cue } from './room.js' */
/** @import { QuizView } from './quiz/view.js' */
/** @import { ActionSuccess, Requests, Snapshot } from './types.js' */

const BANNER_MS = 1_000
const BUZZ_MS = 20
/** Refusals that mean that the seat is gone. */
const NO_SEAT = new Set(['BAD_TOKEN', 'ROOM_NOT_FOUND', 'BANNED'])

export class Table {
  /**
   * @param {string} code
   * @param {{ watch?: boolean, screen?: boolean, host?: boolean }} as `screen`: as a quiz's public screen, with a
   *   seat of its own; `host`: only with the host's seat.
   */
  constructor(code, { watch = false, screen = false, host = false } = {}) {
    this.code = code
    this.watch = watch
    this.host = host
    // If the answer to joining is lost, the server gives the same seat to whoever has this key.
    this.clientKey = newKey()
    this.screen = screen
    this.element = el('div', { class: 'table' })
    this.banner = el('p', { class: 'banner', role: 'status', hidden: true })
    this.spoken = document.getElementById('spoken')
    this.told = document.getElementById('told')
    this.frame = 0
    this.bannerTimer = 0
    /** @type {Connection | null} */
    this.connection = null
    /** @type {JoinScreen | null} */
    this.joinScreen = null
    /** @type {Match | null} */
    this.match = null
    /** The room's game, when it is a quiz. @type {QuizView | null} */
    this.quiz = null
    /** Notices that arrived while the quiz's code was still being loaded. @type {[string, any][] | null} */
    this.early = null
    this.enter()
  }

  enter() {
    this.room = new Room(this.code, this.watch)
    this.lobby = new Lobby({
      start: () => this.send('StartGame', {}),
      leave: () => this.leave(),
      kick: (pid) => this.send('Kick', { pid }),
      editProfile: () => this.editProfile(),
      chat: (text) => this.send('Chat', { text }),
      emote: (emote) => this.send('Emote', { emote }),
      openMuting: () => this.openMuting(),
    })
    if (seatIn(this.seatName) || this.watch || this.screen) this.connect()
    else if (this.host) this.noHost()
    else this.ask('')
  }

  /** The key of the stored seat: a browser may have one as a player, one as a spectator and one as a screen. */
  get seatName() {
    return `${this.code}${this.watch ? ' watching' : this.screen ? ' screen' : ''}`
  }

  /** The host's seat is in the browser that opened the room; an address alone makes nobody host. */
  noHost() {
    const join = el('button', { class: 'main', onclick: () => go(`join/${this.code}`, { key: key() }) }, words.JOIN_IT)
    const home = el('button', { onclick: () => go('') }, words.HOME)
    fill(this.element, el('section', { class: 'goodbye' }, el('p', { role: 'alert' }, words.NOT_THE_HOST), join, home))
  }

  /** @param {string} notice Why the room could not be entered; empty at first. */
  ask(notice) {
    this.hangUp()
    this.joinScreen = new JoinScreen(this.code, notice, (watch) => {
      if (watch) go(`watch/${this.code}`, { key: key() })
      else if (this.watch) go(`join/${this.code}`, { key: key() })
      else this.connect()
    })
    fill(this.element, this.joinScreen.element)
  }

  connect() {
    this.connection?.close()
    this.connection = new Connection(() => this.url(), {
      notice: (noticeName, fields) => this.receive(noticeName, fields),
      lost: () => this.lost(),
      ended: (_, answer) => this.ended(answer),
    })
    if (!this.joinScreen) this.schedule()
  }

  /** The URL for returning to the seat, or for joining. */
  url() {
    const seat = seatIn(this.seatName)
    if (seat)
      return roomSocket(this.code, { playerID: String(seat.pid), token: seat.token, targets: '1', v: wireVersion() })
    if (this.screen) return roomSocket(this.code, { screen: '1', key: key(), v: wireVersion() })
    const called = name.get() || null
    return roomSocket(this.code, {
      playerName: called,
      key: key(),
      watch: this.watch ? '1' : null,
      targets: '1',
      v: wireVersion(),
      clientKey: this.clientKey,
    })
  }

  /**
   * @template {keyof Requests} Name
   * @param {Name} requestName
   * @param {Requests[Name]} [fields]
   */
  send(requestName, fields) {
    this.connection?.send(requestName, fields, this.room?.gameNumber)
  }

  /**
   * @param {string} noticeName
   * @param {any} fields
   */
  receive(noticeName, fields) {
    const { room } = this
    if (!room) return
    if (noticeName === 'NewPlayer') keepSeat(this.seatName, { pid: fields.pid, token: fields.token })
    if (noticeName === 'ActionSuccess' && fields.request === 'Login') {
      this.recognised(fields)
      return
    }
    const cues = room.receive(noticeName, fields, performance.now())
    if (noticeName === 'ActionSuccess' && fields.snapshot) this.arrived(fields)
    else if (this.early) this.early.push([noticeName, fields])
    else if (this.quiz) cues.push(...this.quiz.receive(noticeName, fields, performance.now()))
    this.match?.follow()
    for (const cue of cues) this.give(cue)
    this.schedule()
  }

  /** @param {ActionSuccess} answer With the snapshot. */
  arrived(answer) {
    const { room } = this
    this.joinScreen = null
    if (answer.token && answer.pid) keepSeat(this.seatName, { pid: answer.pid, token: answer.token })
    if (answer.snapshot?.quiz) {
      this.quizCame(answer.snapshot)
      return
    }
    this.connection?.resend(answer.snapshot?.n ?? 0, (requestName, fields, game) => {
      const meant = room?.stillMeant(requestName, fields, game) ?? false
      if (meant && requestName === 'MakeMove') room?.played(fields.move, performance.now())
      return meant
    })
    this.introduce(answer.snapshot)
  }

  /**
   * Tell the server who the user is before a match begins, so that it counts for them.
   *
   * @param {Snapshot | null} [snapshot]
   */
  introduce(snapshot) {
    const plays = this.room?.seated.some((each) => each.pid === this.room?.pid)
    const begun = snapshot?.chess?.board
      ? !snapshot.chess.over
      : snapshot?.quiz && !['lobby', 'over'].includes(snapshot.quiz.state.phase)
    if (!plays || begun) return
    const { name: how, fields } = introduction()
    this.send(how, fields)
  }

  /** @param {ActionSuccess} answer To the login by a session. */
  recognised(answer) {
    if (answer.ok) {
      loggedIn(answer)
      // The seat was taken before the login, so it has no picture yet.
      if (answer.picture) this.send('SetProfile', { picture: answer.picture })
    } else if (answer.error === 'BAD_LOGIN') {
      // The session has ended, here or on another device. The user plays on as a guest.
      loggedOut()
      this.introduce()
    }
  }

  /**
   * The room's game is a quiz, whose code is loaded when the first one is seen.
   *
   * @param {Snapshot} snapshot
   */
  async quizCame(snapshot) {
    const { room } = this
    if (!snapshot.quiz || !room) return
    if (!this.quiz) {
      this.early = []
      const { QuizView } = await import('./quiz/view.js')
      this.quiz = new QuizView(room, {
        send: this.send.bind(this),
        changed: () => this.schedule(),
        leave: () => this.leave(),
      })
    }
    const now = performance.now()
    this.quiz.load(snapshot.quiz, now, snapshot.locked)
    for (const [noticeName, fields] of this.early ?? []) this.quiz.receive(noticeName, fields, now)
    this.early = null
    this.connection?.resend(
      snapshot.n,
      (requestName, fields, game) =>
        room.stillMeant(requestName, fields, game) || (this.quiz?.stillMeant(requestName, fields) ?? false),
    )
    this.introduce(snapshot)
    this.schedule()
  }

  lost() {
    // Not in the room yet: the server is full, or does not answer.
    this.joinScreen?.say(this.connection?.refusal?.message ?? words.SERVER_GONE)
    this.room?.connectionLost(performance.now())
    this.schedule()
  }

  /** @param {ActionSuccess | null} answer Why the connection was refused. */
  ended(answer) {
    const { room } = this
    if (!room) return
    room.connection = 'ended'
    const why = room.farewell || answer?.message || ''
    if (answer?.error && NO_SEAT.has(answer.error)) keepSeat(this.seatName, null)
    if (answer && !this.screen && !room.players.length && !seatIn(this.seatName)) {
      this.ask(why)
      return
    }
    if (room.farewell && room.farewell !== words.REPLACED) keepSeat(this.seatName, null)
    this.goodbye(why || words.CLOSED)
  }

  /** @param {string} why */
  goodbye(why) {
    const replaced = why === words.REPLACED
    this.match?.close()
    this.quiz?.close()
    fill(
      this.element,
      el(
        'section',
        { class: 'goodbye' },
        el('p', { role: 'alert' }, why),
        el(
          'button',
          { class: 'main', onclick: () => (replaced ? this.again() : go('')) },
          replaced ? words.PLAY_HERE : words.HOME,
        ),
      ),
    )
  }

  again() {
    this.match = null
    this.quiz = null
    this.enter()
  }

  leave() {
    this.send('Exit', {})
    keepSeat(this.seatName, null)
    this.hangUp()
    go('')
  }

  /** Change name or picture before the match. */
  async editProfile() {
    const { openProfileDialog } = await import('./people/profiledialog.js')
    await openProfileDialog((chosen) => this.send('SetProfile', chosen))
  }

  async openMuting() {
    const { room } = this
    const { openMuting } = await import('./people/muting.js')
    if (room) openMuting(room, { send: this.send.bind(this), changed: () => this.schedule() })
  }

  /** @param {Cue} cue */
  give({ sound, say, emote, news }) {
    if (say && this.spoken) {
      this.spoken.append(el('p', {}, say))
      while (this.spoken.childElementCount > 4) this.spoken.firstElementChild?.remove()
    }
    if (news) (this.quiz ?? this.match ?? this.lobby)?.say(news)
    if (sound) play(sound)
    if (sound === 'theirs' || sound === 'capture' || sound === 'check') buzz(BUZZ_MS)
    if (emote) {
      play(`emote_${emote.emote}`)
      ;(this.quiz ?? this.match)?.showEmote(emote)
    }
  }

  /** Show all changes with the next frame. */
  schedule() {
    if (this.frame) return
    this.frame = requestAnimationFrame(() => {
      this.frame = 0
      this.render()
      this.connection?.drawn()
    })
  }

  render() {
    const { room, lobby } = this
    if (!room || !lobby || this.joinScreen || room.connection === 'ended') return
    const now = performance.now()
    this.updateBanner(now)
    if (this.quiz) {
      this.quiz.update(now)
      this.show(this.quiz.element)
    } else if (room.board) {
      this.match ??= this.newMatch(room)
      this.show(this.match.element)
      this.match.update(now)
    } else if (room.players.length && !this.early) {
      lobby.update(room)
      this.show(lobby.element)
    } else {
      this.show(el('p', { class: 'connecting' }, words.CONNECTING))
    }
  }

  /** @param {Room} room */
  newMatch(room) {
    const act = {
      send: this.send.bind(this),
      changed: () => this.schedule(),
      leave: () => this.leave(),
    }
    return new Match(room, act, (text) => this.told && setText(this.told, text))
  }

  /** @param {HTMLElement} content */
  show(content) {
    if (this.element.lastChild !== content) fill(this.element, this.banner, content)
  }

  /** @param {number} now */
  updateBanner(now) {
    const { room, banner } = this
    if (!room) return
    const lost = room.connection === 'lost' && now - room.lostAt >= BANNER_MS
    const test = room.cards.map((id) => upgrade(id).name)
    const text = lost
      ? words.reconnecting(Math.floor((now - room.lostAt) / 1000))
      : !room.safe
        ? room.stoodAt !== null
          ? words.STANDS_STILL
          : words.UNSAFE
        : test.length
          ? words.testMatch(test)
          : ''
    show(banner, text !== '')
    banner.classList.toggle('alarm', lost)
    setText(banner, text)
    clearTimeout(this.bannerTimer)
    if (room.connection === 'lost') this.bannerTimer = setTimeout(() => this.schedule(), BANNER_MS)
  }

  hangUp() {
    this.connection?.close()
    this.connection = null
  }

  close() {
    cancelAnimationFrame(this.frame)
    clearTimeout(this.bannerTimer)
    this.match?.close()
    this.quiz?.close()
    this.hangUp()
  }
}
