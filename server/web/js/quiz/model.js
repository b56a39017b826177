/**
 * The state of a quiz: plain data, changed by the server's notices, and by the player's own press until the server has
 * decided about it.
 */

import * as words from './words.js'

/** @import { Room, Cue } from '../room.js' */
/** @import { Player, QuizSetUp, QuizSnapshot, QuizState } from '../types.js' */

/** How long the buzzer shows a judgement. */
export const JUDGED_MS = 2_500
/** For how long a press that came too early locks the buzzer. The server decides; this is only shown. */
export const EARLY_MS = 250

/** @typedef {{ pid: number, correct: boolean, delta: number, at: number }} Judgement */
/** @typedef {{ pid: number, pressed_ms: number, give_or_take_ms: number, heard_ms: number, won: boolean, photo: boolean }} Trace */
/** @typedef {keyof typeof words.PADS} PadState */
/** @typedef {{ place: number, player: Player, score: number, team: string }} Standing */
/** @typedef {{ place: number, name: string, score: number, players: Player[] }} TeamStanding */

/** @type {QuizState} */
const NOTHING = {
  seq: 0,
  phase: 'lobby',
  round: 0,
  rounds: 1,
  grid: [],
  open: null,
  scores: {},
  buzzed: null,
  locked: [],
  control: null,
  opens_ms: null,
  deadline_ms: null,
  paused: false,
  teams: {},
  wagers: {},
  most: null,
  has_final: false,
  final: null,
  paces: {},
  tie_ranks: {},
  tie: null,
  duel: null,
  stands: false,
  on_record: false,
}

export class Quiz {
  /** @param {Room} room */
  constructor(room) {
    this.room = room
    this.state = NOTHING
    this.title = ''
    /** The titles of what the room has played, as far as this page has seen. @type {Set<string>} */
    this.played = new Set()
    this.showClues = true
    this.pace = 1
    /** @type {string[]} */
    this.teamNames = []
    /** When the buzzers open or have opened, on this page's clock. @type {number | null} */
    this.opensAt = null
    /** When the time of the present phase is up. @type {number | null} */
    this.endsAt = null
    /** The most time that was left, which is a full bar. */
    this.timeMs = 0
    /** Whether the player has pressed and the server has not decided. */
    this.pressed = false
    this.earlyUntil = 0
    /** By how much the player pressed later than the first. @type {number | null} */
    this.behindMs = null
    /** The player's move on the question's board. */
    this.moved = ''
    /** Whether the player's wager or answer was sent. */
    this.wagered = false
    this.answered = ''
    /** All presses of the last question, the first one first; only screens are told. @type {Trace[]} */
    this.traces = []
    this.photo = false
    /** The judgements of the open question, newest last. @type {Judgement[]} */
    this.judgements = []
    /** Whether the room is locked. */
    this.locked = false
    /** When the last state of the game for a place arrived; its clocks run from then on. */
    this.duelHeardAt = 0
  }

  /**
   * Take over a snapshot, after joining or reconnecting.
   *
   * @param {QuizSnapshot} snapshot
   * @param {number} now
   * @param {boolean} [locked] Whether the room is locked.
   */
  load(snapshot, now, locked = false) {
    this.setUp(snapshot)
    this.locked = locked
    this.pressed = false
    this.stateIs(snapshot.state, now)
  }

  /** @param {QuizSetUp | QuizSnapshot} setUp The options of this quiz or of the next one. */
  setUp(setUp) {
    this.title = setUp.title
    this.played.add(setUp.title)
    this.showClues = setUp.show_clues
    this.pace = setUp.pace
    this.teamNames = setUp.team_names
  }

  /**
   * Follow a notice of the server.
   *
   * @param {string} name
   * @param {any} fields
   * @param {number} now
   * @returns {Cue[]}
   */
  receive(name, fields, now) {
    switch (name) {
      case 'QuizState':
        return this.stateIs(fields, now)
      case 'BuzzEnable':
        this.opensAt = now + fields.at_ms
        this.pressed = false
        this.behindMs = null
        return [{ sound: 'draft' }]
      case 'BuzzDisable':
        this.opensAt = null
        return []
      case 'PlayerJoined':
        // Only the public screen plays the sound of an arrival, so that a hundred phones do not.
        return this.me || fields.player.role !== 'player'
          ? []
          : [{ sound: 'arrive', say: words.isIn(fields.player.name) }]
      case 'Witness':
        return this.witnessed(fields, now)
      case 'QuizSetUp':
        this.setUp(fields)
        return []
      case 'ActionSuccess':
        return this.refused(fields)
      default:
        return []
    }
  }

  /**
   * @param {QuizState} state
   * @param {number} now
   * @returns {Cue[]}
   */
  stateIs(state, now) {
    const before = this.state
    this.state = state
    const fresh = squareOf(before) !== squareOf(state) || before.round !== state.round
    if (fresh) this.forget()
    if (before.phase !== state.phase) this.pressed = false
    if (before.phase !== state.phase || before.duel?.ply !== state.duel?.ply) this.moved = ''
    if (state.duel) this.duelHeardAt = now
    if (state.phase !== 'armed') this.opensAt = null
    else if (state.opens_ms !== null) this.opensAt ??= now + state.opens_ms
    if (before.phase !== state.phase || fresh) this.timeMs = 0
    this.timeMs = Math.max(this.timeMs, state.deadline_ms ?? 0)
    this.endsAt = state.deadline_ms === null ? null : now + state.deadline_ms
    return this.cues(before, state)
  }

  /** Reset what belonged to the last question. */
  forget() {
    this.traces = []
    this.judgements = []
    this.photo = false
    this.behindMs = null
    this.moved = this.answered = ''
    this.wagered = false
  }

  /**
   * @param {QuizState} before
   * @param {QuizState} state
   * @returns {Cue[]}
   */
  cues(before, state) {
    if (before === NOTHING) return []
    if (runs(before.duel) && !state.duel && state.phase === 'over') {
      return this.room.isHost ? [] : [{ news: words.DUEL_OFF }]
    }
    if (before.phase === state.phase) return []
    const { open, buzzed } = state
    switch (state.phase) {
      case 'reading':
        return [{ sound: 'flip', say: open?.clue ?? words.ON_BIG_SCREEN }]
      case 'buzzed': {
        const mine = buzzed === this.room.pid
        const text = mine ? words.PADS.yours.join(' ') : words.answers(this.room.nameOf(buzzed))
        return [{ sound: mine ? 'go' : 'pick', say: open?.targets && mine ? words.YOUR_MOVE : text }]
      }
      case 'judged':
        return open?.answers?.length ? [{ say: words.answerIs(open.answers.join(', ')) }] : []
      case 'wager':
        return [{ sound: 'draft', say: open ? words.DOUBLE : words.FINAL }]
      case 'final':
        return [{ sound: 'flip', say: state.final?.clue ?? words.ON_BIG_SCREEN }]
      case 'over':
        return [{ sound: 'win', say: words.OVER }]
      default:
        return []
    }
  }

  /**
   * @param {{ pid: number, msg: string, data: any }} fields
   * @param {number} now
   * @returns {Cue[]}
   */
  witnessed({ pid, msg, data }, now) {
    if (msg === 'Buzz') {
      this.traces = data.presses ?? []
      this.photo = data.photo.length > 0
      return []
    }
    if (msg === 'LockRoom') this.locked = data.locked
    if (msg === 'BuzzEarly' || msg === 'BuzzLate') return this.missed(pid, msg, data, now)
    if (msg !== 'HostChecked') return []
    this.judgements = [...this.judgements, { pid, correct: data.correct, delta: data.delta, at: now }]
    const mine = pid === this.room.pid
    // There is no sound for a wrong answer.
    const sound = data.correct ? 'pick' : undefined
    return [{ sound, say: words.judged(mine ? words.PADS.yours[0] : this.room.nameOf(pid), data.correct, data.delta) }]
  }

  /**
   * A press was too early or too late. Its player and screens are told by how much.
   *
   * @param {number} pid
   * @param {string} msg
   * @param {any} data
   * @param {number} now
   * @returns {Cue[]}
   */
  missed(pid, msg, data, now) {
    if (pid !== this.room.pid) return []
    if (msg === 'BuzzLate') {
      this.behindMs = data.behind_ms
      return [{ say: words.behind(data.behind_ms) }]
    }
    this.pressed = false
    this.earlyUntil = now + data.ms
    return [{ say: words.PADS.early[0] }]
  }

  /**
   * @param {{ ok: boolean, request: string }} answer
   * @returns {Cue[]}
   */
  refused({ ok, request }) {
    if (ok) return []
    if (request === 'Buzz') this.pressed = false
    if (request === 'AnswerMove' || request === 'MakeMove') this.moved = ''
    if (request === 'Wager') this.wagered = false
    if (request === 'FinalAnswer') this.answered = ''
    return []
  }

  /** The user of this page, if they are a player. @returns {Player | undefined} */
  get me() {
    return this.room.players.find((each) => each.pid === this.room.pid && each.role === 'player')
  }

  /** @param {number} pid */
  scoreOf(pid) {
    return this.state.scores[pid] ?? 0
  }

  /** @param {number} pid */
  teamOf(pid) {
    return Object.entries(this.state.teams).find(([, team]) => team.players.includes(pid))?.[0] ?? ''
  }

  /** All players, best first. Equal scores share a place. @returns {Standing[]} */
  get standings() {
    const scored = this.room.seated.map((player) => {
      return { player, score: this.scoreOf(player.pid), rank: this.state.tie_ranks[player.pid] ?? 0 }
    })
    // Among equal points, games for a place decide.
    scored.sort((one, other) => other.score - one.score || other.rank - one.rank || one.player.pid - other.player.pid)
    return scored.map(({ player, score, rank }) => ({
      place: 1 + scored.findIndex((other) => other.score === score && other.rank === rank),
      player,
      score,
      team: this.teamOf(player.pid),
    }))
  }

  /** The teams that have players, best first. @returns {TeamStanding[]} */
  get teamStandings() {
    const teams = Object.entries(this.state.teams).filter(([, team]) => team.players.length > 0)
    teams.sort(([one, { score }], [other, { score: others }]) => others - score || (one < other ? -1 : 1))
    return teams.map(([name, team]) => ({
      place: 1 + teams.filter(([, other]) => other.score > team.score).length,
      name,
      score: team.score,
      players: this.room.players.filter((each) => team.players.includes(each.pid)),
    }))
  }

  /** One's own team, if one is in one. */
  get ownTeam() {
    const name = this.teamOf(this.room.pid ?? 0)
    return this.teamStandings.find((each) => each.name === name)
  }

  /** One's own place, or that of one's team. As long as nobody has any points, nobody has a place. */
  get ownPlace() {
    if (!this.room.seated.some((each) => this.scoreOf(each.pid) !== 0)) return undefined
    return (this.ownTeam ?? this.standings.find((each) => each.player.pid === this.room.pid))?.place
  }

  /** Who can play for which shared place; empty: nobody, or a game is already being played. */
  get aboutTie() {
    const { tie } = this.state
    if (!tie || this.dueling) return ''
    const name = (/** @type {number} */ pid) => this.room.nameOf(pid)
    const games = tie.games.map((pair) => pair.map(name))
    return words.tie(tie.place, games, tie.through.map(name))
  }

  /** The same, if it is about oneself. */
  get aboutOwnTie() {
    const { tie } = this.state
    return tie && [...tie.games.flat(), ...tie.through].includes(this.room.pid ?? 0) ? this.aboutTie : ''
  }

  /** Whether a game for a place is being played. */
  get dueling() {
    return runs(this.state.duel)
  }

  /** Whether the user plays in that game. */
  get inDuel() {
    return this.dueling && this.me !== undefined && Boolean(this.state.duel?.players.includes(this.me.pid))
  }

  /** @param {number} now */
  leftMs(now) {
    if (this.endsAt === null) return null
    const { paused, stands, deadline_ms: left } = this.state
    return paused || stands ? left : Math.max(0, this.endsAt - (this.room.stoodAt ?? now))
  }

  /** @param {number} now */
  isOpen(now) {
    return this.state.phase === 'armed' && !this.state.paused && this.opensAt !== null && now >= this.opensAt
  }

  /** Whether the buzzer accepts a press now. */
  get listens() {
    const { phase, paused, locked } = this.state
    const me = this.room.pid ?? 0
    return (phase === 'reading' || phase === 'armed') && !paused && !locked.includes(me) && this.me !== undefined
  }

  /**
   * The player's press was sent.
   *
   * @param {number} now
   * @returns {boolean} Whether it is to be sent.
   */
  press(now) {
    if (!this.listens || this.pressed || now < this.earlyUntil) return false
    if (this.isOpen(now)) this.pressed = true
    else this.earlyUntil = now + EARLY_MS
    return true
  }

  /** Whether the player may wager now. */
  get mayWager() {
    return this.state.phase === 'wager' && this.state.most !== null && !this.wagered
  }

  /** Whether the player takes part in the final question without points to wager. */
  get nothingToStake() {
    return this.inFinal && this.scoreOf(this.room.pid ?? 0) <= 0
  }

  /** Whether the player takes part in the final question: they have wagered. */
  get inFinal() {
    return this.state.final?.wagered?.includes(this.room.pid ?? 0) ?? false
  }

  /** Whether one came in after the final had begun. */
  get cameTooLate() {
    const { final } = this.state
    return final !== null && this.me !== undefined && !final.players?.includes(this.me.pid)
  }

  /** Who takes part in the final. */
  get inTheFinal() {
    return this.state.final?.players ?? []
  }

  /** How many of them have no points to stake. */
  get withoutPoints() {
    return this.inTheFinal.filter((pid) => this.scoreOf(pid) <= 0).length
  }

  /** How many of those who have points have wagered. */
  get wagersIn() {
    const staking = this.inTheFinal.filter((pid) => this.scoreOf(pid) > 0)
    return words.ready(staking.filter((pid) => this.state.final?.wagered?.includes(pid)).length, staking.length)
  }

  /** How many of those who take part in the final have answered. */
  get answersIn() {
    const answered = this.inTheFinal.filter((pid) => this.state.final?.answered?.includes(pid))
    return words.ready(answered.length, this.inTheFinal.length)
  }

  /** The player's highest possible wager. */
  get mostToWager() {
    return this.state.most ?? 0
  }

  /** Whether the player may answer the final question now. */
  get mayAnswer() {
    const { phase, deadline_ms: left } = this.state
    return phase === 'final' && left !== null && this.me !== undefined && this.inFinal
  }

  /** Whether the player may answer the open question by a move. */
  get mayMove() {
    const { phase, buzzed, open, paused } = this.state
    return phase === 'buzzed' && buzzed === this.room.pid && !paused && Boolean(open?.fen && open.targets)
  }

  /**
   * Whether a request from before the connection broke still makes sense. If not, the player can make it again.
   *
   * @param {string} name
   * @param {any} [fields]
   */
  stillMeant(name, fields) {
    const meant = this.means(name, fields)
    if (!meant) this.refused({ ok: false, request: name })
    return meant
  }

  /**
   * @param {string} name
   * @param {any} [fields]
   */
  means(name, fields) {
    switch (name) {
      case 'Buzz':
        return this.listens
      case 'AnswerMove':
        return this.mayMove
      case 'Wager':
        return this.state.phase === 'wager' && this.state.most !== null
      case 'MakeMove':
        return this.inDuel && fields.ply === this.state.duel?.ply
      case 'FinalAnswer':
        return this.mayAnswer
      default:
        return false
    }
  }

  /**
   * The state of the player's buzzer.
   *
   * @param {number} now
   * @returns {PadState}
   */
  pad(now) {
    const { phase, paused, locked, buzzed, control } = this.state
    const me = this.room.pid ?? 0
    if (this.room.connection === 'lost') return 'away'
    if (paused) return 'paused'
    const mine = this.judgements.filter((each) => each.pid === me).at(-1)
    // Whoever was wrong sees the answer, too, after a while.
    const told = mine && (now - mine.at < JUDGED_MS || (phase === 'judged' && mine.correct))
    if (mine && told) return mine.correct ? 'right' : 'wrong'
    switch (phase) {
      case 'lobby':
      case 'over':
        return phase
      case 'grid':
        return control === me ? 'yourPick' : 'grid'
      case 'buzzed':
        return buzzed === me ? 'yours' : 'other'
      case 'judged':
        return 'shown'
      case 'wager':
        return 'staking'
      case 'final':
        return 'closed'
      default:
        if (locked.includes(me)) return 'locked'
        if (now < this.earlyUntil) return 'early'
        if (this.pressed) return 'sent'
        return this.isOpen(now) ? 'armed' : 'reading'
    }
  }

  /**
   * In how many ms the buzzer changes by time alone.
   *
   * @param {number} now
   */
  changesIn(now) {
    const opens = this.state.phase === 'armed' && this.opensAt !== null ? this.opensAt : 0
    const judged = Math.max(0, ...this.judgements.map((each) => each.at + JUDGED_MS))
    const later = [opens, this.earlyUntil, judged].filter((at) => at > now)
    return later.length ? Math.min(...later) - now : null
  }
}

/** @param {QuizState['duel']} duel */
function runs(duel) {
  return duel !== null && duel !== undefined && (duel.winner ?? null) === null
}

/**
 * Identifies the open question.
 *
 * @param {QuizState} state
 */
function squareOf({ open, final }) {
  return open ? `${open.category} ${open.row}` : final ? 'final' : ''
}
