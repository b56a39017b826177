/**
 * The state of the room that the page is in: plain data, changed by the server's notices and by the player's own
 * unconfirmed move.
 *
 * `receive` returns cues: sounds, sentences for screen readers, and emotes that go with a notice.
 */

import { upgrade } from './catalogue.js'
import { aloud, followMembers } from './roster.js'
import { afterMove, placementOf, spoken, written } from './squares.js'
import * as words from './words.js'

/** @import { BoardState, ChatLine, ChessSnapshot, Colour, GameOver, MatchOver, Player, Rated, Snapshot, Terms, UpgradeChosen, UpgradeOffer } from './types.js' */
/** @import { Placement } from './squares.js' */

/** @typedef {{ sound?: string, say?: string, emote?: { pid: number, emote: string }, news?: string }} Cue */

/** @typedef {'connecting' | 'online' | 'lost' | 'ended'} ConnectionState */

export class Room {
  /**
   * @param {string} code
   * @param {boolean} watching
   */
  constructor(code, watching) {
    this.code = code
    this.watching = watching
    /** @type {number | null} */
    this.pid = null
    /** @type {ConnectionState} */
    this.connection = 'connecting'
    this.lostAt = 0
    /** @type {Player[]} */
    this.players = []
    this.watchers = 0
    /** @type {ChatLine[]} */
    this.chat = []
    /** The pids of the members who are muted. @type {Set<number>} */
    this.muted = new Set()
    /** @type {BoardState | null} */
    this.board = null
    /** When the board arrived, on this page's clock. */
    this.boardAt = 0
    /** The moves of this game, in notation. @type {string[]} */
    this.moves = []
    /** @type {UpgradeOffer[]} */
    this.offers = []
    this.offersAt = 0
    /** @type {UpgradeChosen[]} */
    this.chosen = []
    /** @type {GameOver[]} */
    this.results = []
    /** @type {MatchOver | null} */
    this.over = null
    /** The rating changes, once the server knows them. @type {Rated | null} */
    this.rated = null
    /** @type {number[]} */
    this.again = []
    /** The terms of that match, if they are new. @type {Terms | null} */
    this.againAs = null
    /** The terms of this match. @type {Terms} */
    /** How many messages of others were on the screen. */
    this.readMessages = 0
    this.terms = { best_of: 3, base_seconds: 60 }
    /** How many seconds later than the players spectators see the match. */
    this.watchDelay = 0
    /** @type {{ pid: number, choices: string[] } | null} */
    this.question = null
    this.key = ''
    this.game = 'chess'
    /** The upgrades that testers have chosen for the drafts. @type {string[]} */
    this.cards = []
    this.safe = true
    /** Since when the server has stopped all clocks; null: they run. @type {number | null} */
    this.stoodAt = null
    /** Why the server ends the connection. */
    this.farewell = ''
    /** The player's own move, until the server confirms it. @type {{ move: string, ply: number, at: number } | null} */
    this.sent = null
    /** @type {{ from: string, to: string, promotion: string } | null} */
    this.premove = null
  }

  /** Which game of the match is played; 0: none. */
  get gameNumber() {
    return this.board?.game ?? 0
  }

  /**
   * Whether a request that was made before the line broke is still meant: most belonged to a moment, and some to a game.
   *
   * @param {string} name
   * @param {any} fields
   * @param {number} game The game that it was meant for.
   */
  stillMeant(name, fields, game) {
    if (MEANT_LATE.has(name)) return true
    if (game !== this.gameNumber) return false
    return name === 'MakeMove' ? fields.ply === this.board?.ply : MEANT_IN_ITS_GAME.has(name)
  }

  /** @returns {Colour | null} */
  get colour() {
    return this.board?.color ?? null
  }

  /** The colour at the bottom of the board, unless it is turned. @returns {Colour} */
  get side() {
    return this.colour ?? 'white'
  }

  get myTurn() {
    const board = this.board
    return board !== null && board.phase === 'playing' && board.color === board.turn && this.sent === null
  }

  /** Whether the user of this page plays. */
  get playing() {
    return this.colour !== null
  }

  get isHost() {
    return this.players.some((player) => player.pid === this.pid && player.host)
  }

  /** @returns {Player[]} */
  get seated() {
    return this.players.filter((player) => player.role === 'player')
  }

  /** The position that is shown, with the unconfirmed move played. @returns {Placement} */
  get placement() {
    const placement = placementOf(this.board?.fen ?? '8/8/8/8/8/8/8/8')
    return this.sent ? afterMove(placement, this.sent.move) : placement
  }

  /** The messages of members who are not muted. */
  get visibleChat() {
    return this.chat.filter((line) => !this.muted.has(line.pid))
  }

  /** @param {number | null | undefined} pid */
  nameOf(pid) {
    return this.players.find((player) => player.pid === pid)?.name ?? words.SOMEBODY
  }

  /** @param {Colour} colour */
  pidOf(colour) {
    return this.board?.players[colour] ?? null
  }

  /**
   * A player's time, in ms.
   *
   * @param {Colour} colour
   * @param {number} now
   */
  clockMs(colour, now) {
    const board = this.board
    if (!board) return 0
    if (board.running !== colour) return board.clocks_ms[colour]
    const stopped = this.sent !== null && this.colour === colour
    const until =
      stopped && this.sent ? this.sent.at : this.connection === 'online' || colour === this.colour ? now : this.lostAt
    const stood = Math.min(until, this.stoodAt ?? until)
    return Math.max(0, board.clocks_ms[colour] - Math.max(0, stood - this.boardAt))
  }

  /**
   * The time left in a phase that ends by itself, in ms.
   *
   * @param {number} now
   */
  phaseMs(now) {
    return Math.max(0, (this.board?.phase_ms ?? 0) - (now - this.boardAt))
  }

  /**
   * The player's move was sent.
   *
   * @param {string} move
   * @param {number} now
   */
  played(move, now) {
    if (this.board) this.sent = { move, ply: this.board.ply, at: now }
    this.premove = null
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
    const people = followMembers(this, name, fields)
    // In a quiz many people come and go, which is not announced.
    if (people) return this.game === 'chess' ? people : []
    if (this.game !== 'chess' && OF_CHESS.has(name)) return []
    switch (name) {
      case 'ActionSuccess':
        return this.answered(fields, now)
      case 'BoardState':
        return this.boardCame(fields, now)
      case 'StartGame':
        return this.gameBegins(fields)
      case 'GameOver':
        this.results = [...this.results, fields]
        this.premove = this.sent = null
        this.question = null
        return [
          {
            sound: RESULT_SOUNDS[fields.result],
            say: `${words.headline(fields.reason)} ${words.result(this, fields)}`,
          },
        ]
      case 'MatchOver':
        this.over = fields
        // A match that somebody gives up ends without a `GameOver`.
        this.question = null
        return [{ say: words.matchResult(this, fields) }]
      case 'Rated':
        this.rated = fields
        return [{ say: fields.late ? words.LATE : words.allRated(this, fields) }]
      case 'UpgradeOffer':
        this.offers = [...this.offers.filter((each) => each.pid !== fields.pid), fields]
        this.offersAt = now
        this.chosen = this.chosen.filter((each) => each.pid !== fields.pid)
        return [{ sound: 'draft', say: words.draftOpened(this, fields.pid) }]
      case 'UpgradeChosen':
        this.chosen = [...this.chosen.filter((each) => each.pid !== fields.pid), fields]
        return [{ sound: 'pick', say: words.upgradeChosen(this, fields, upgrade(fields.upgrade).name) }]
      case 'Chat':
        this.chat = [...this.chat, fields].slice(-MOST_LINES)
        return fields.pid === this.pid || this.muted.has(fields.pid)
          ? []
          : [{ sound: 'message', say: `${fields.name}: ${fields.text}` }]
      case 'Emote':
        return this.muted.has(fields.pid) ? [] : [{ emote: fields }]
      case 'Witness':
        return this.witnessed(fields)
      case 'AbsenceQuestion':
        this.question = fields
        return [{ say: words.isAway(this.nameOf(fields.pid)) }]
      case 'Stored':
        this.safe = fields.safe
        this.stoodAt = fields.stands ? (this.stoodAt ?? now) : null
        return []
      case 'ShuttingDown':
        if (!fields.kept) this.farewell = fields.message
        return [{ news: fields.message, say: fields.message }]
      case 'Kicked':
        this.farewell = words.REMOVED
        return []
      case 'Replaced':
        this.farewell = words.REPLACED
        return []
      default:
        return []
    }
  }

  /**
   * @param {{ game: number, colors: Record<Colour, number> }} fields
   * @returns {Cue[]}
   */
  gameBegins({ game, colors }) {
    this.offers = []
    this.chosen = []
    this.over = this.rated = null
    this.again = []
    if (game === 1 && this.againAs) this.terms = this.againAs
    this.againAs = null
    this.question = null
    this.premove = this.sent = null
    this.moves = []
    if (game === 1) this.results = []
    const mine = colors.white === this.pid ? 'white' : colors.black === this.pid ? 'black' : null
    return [{ sound: 'count', say: `${words.gameBegins(game)}${mine ? ` ${words.youHave(mine)}.` : ''}` }]
  }

  /**
   * @param {{ pid: number, msg: string, data: any }} fields
   * @returns {Cue[]}
   */
  witnessed({ pid, msg, data }) {
    const name = this.nameOf(pid)
    const mine = pid === this.pid
    switch (msg) {
      case 'PlayAgain':
        return this.askedAgain(pid, data)
      case 'OfferDraw':
        return mine ? [] : [{ sound: 'message', say: words.offersDraw(name) }]
      case 'WithdrawDraw':
        return mine ? [] : [aloud(words.withdrawsDraw(name))]
      case 'AnswerDraw':
        return mine ? [] : [aloud(words.declinesDraw(name))]
      case 'ChooseUpgrade':
        this.offers = this.offers.map((each) => (each.pid === pid ? { ...each, picked: true } : each))
        return []
      default:
        return []
    }
  }

  /**
   * @param {any} answer
   * @param {number} now
   * @returns {Cue[]}
   */
  answered(answer, now) {
    this.safe = answer.safe !== false
    this.stoodAt = null
    if (!answer.ok) {
      if (answer.request === 'MakeMove') this.sent = null
      const late = STALE.has(answer.error) || answer.request === 'Buzz'
      return answer.message && !late ? [aloud(answer.message)] : []
    }
    if (answer.pid) this.pid = answer.pid
    if (answer.snapshot) this.load(answer.snapshot, now)
    return []
  }

  /**
   * Take over a snapshot, after joining or reconnecting.
   *
   * @param {Snapshot} snapshot
   * @param {number} now
   */
  load(snapshot, now) {
    /** @type {Partial<ChessSnapshot>} */
    const chess = snapshot.chess ?? {}
    this.connection = 'online'
    this.code = snapshot.code
    this.key = snapshot.key
    this.game = snapshot.game
    this.players = snapshot.players
    this.watchers = snapshot.watchers
    this.chat = snapshot.chat
    this.cards = chess.cards ?? []
    this.offers = chess.offers ?? []
    this.offersAt = now
    this.chosen = chess.chosen ?? []
    this.results = chess.results ?? []
    this.over = chess.over ?? null
    this.rated = onRecord(this.over)
    this.terms = { best_of: chess.best_of ?? 3, base_seconds: chess.base_seconds ?? 60 }
    this.watchDelay = chess.watch_delay ?? 0
    this.again = chess.again ?? []
    this.againAs = chess.again_as ?? null
    this.question = chess.question ?? null
    this.sent = null
    this.watching = this.players.some((player) => player.pid === this.pid && player.role === 'spectator')
    this.board = chess.board ?? null
    this.boardAt = now
    this.moves = this.board ? allWritten(this.board) : []
    if (this.board?.phase !== 'playing') this.premove = null
  }

  /**
   * @param {BoardState} board
   * @param {number} now
   * @returns {Cue[]}
   */
  boardCame(board, now) {
    const before = this.board
    this.board = board
    this.boardAt = now
    if (this.sent && (board.ply > this.sent.ply || board.phase !== 'playing')) this.sent = null
    if (before?.game !== board.game) this.moves = []
    if (!before || before.game !== board.game || board.ply !== before.ply + 1 || board.last_move === null) return []
    this.moves = [...this.moves, written(placementOf(before.fen), board.last_move)]
    return [this.moveCue(before, board, board.last_move)]
  }

  /**
   * @param {BoardState} before
   * @param {BoardState} board
   * @param {string} move
   * @returns {Cue}
   */
  moveCue(before, board, move) {
    const mine = before.turn === this.colour
    const who = mine ? '' : `${before.turn === 'white' ? 'White' : 'Black'}: `
    const fewer = placementOf(board.fen).size < placementOf(before.fen).size
    const sound = board.check ? 'check' : fewer ? 'capture' : mine ? 'move' : 'theirs'
    return { sound, say: `${who}${spoken(placementOf(before.fen), move)}${board.check ? ', check' : ''}` }
  }

  /**
   * @param {number} pid
   * @param {{ again: boolean } & Partial<Terms>} asked
   * @returns {Cue[]}
   */
  askedAgain(pid, { again: wants, best_of, base_seconds }) {
    if (best_of && base_seconds) this.againAs = { best_of, base_seconds }
    const others = this.again.filter((each) => each !== pid)
    this.again = wants ? [...others, pid] : others
    if (pid === this.pid) return []
    return [aloud(wants ? words.wantsAgain(this.nameOf(pid)) : words.noRematch(this.nameOf(pid)), 'message')]
  }

  /** @param {number} now */
  connectionLost(now) {
    if (this.connection !== 'lost') this.lostAt = now
    this.connection = 'lost'
  }
}

/** @type {Record<string, string>} */
const RESULT_SOUNDS = { Win: 'win', Lose: 'loss', Tie: 'draw' }
const MOST_LINES = 200
/** Notices that other games use with another meaning. */
const OF_CHESS = new Set(['StartGame', 'Witness'])
/** Requests that are sent again after reconnecting, and those that are so in the same game. */
const MEANT_LATE = new Set(['Chat', 'PlayAgain', 'Exit', 'StartGame'])
const MEANT_IN_ITS_GAME = new Set(['ChooseUpgrade', 'Resign'])
/** Refusals of requests that came a moment too late. They are not shown, because the board shows the reason. */
const STALE = new Set(['STALE_PLY', 'NOT_YOUR_TURN'])

/**
 * The rating changes of a match that has ended, from a snapshot.
 *
 * @param {MatchOver | null} over
 * @returns {Rated | null}
 */
function onRecord(over) {
  return over?.replay && over.ratings ? { replay: over.replay, ratings: over.ratings, late: false } : null
}

/**
 * All moves of a running game, in notation as far as that is possible without knowing the rules.
 *
 * @param {BoardState} board
 */
function allWritten(board) {
  const texts = []
  let placement = placementOf(board.start_fen)
  for (const move of board.moves ?? []) {
    texts.push(written(placement, move))
    placement = afterMove(placement, move)
  }
  return texts
}
