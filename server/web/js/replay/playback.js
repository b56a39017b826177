/**
 * The state of a replay: which game is shown, after how many moves, and whether it runs. `run` is told the time.
 *
 * The replay has every position, so nothing here knows the rules. After a game's last position, its draft is one more
 * step.
 */

/** @import { Colour, ReplayGame, ReplayPosition } from '../types.js' */

/** Premoves took no time, but should be seen. */
const SHORTEST_MS = 120
/** How long the end of a game and its draft are shown, at any speed. */
const ENDING_MS = 2_500
const DRAFT_MS = 4_000

export class Playback {
  /** @param {ReplayGame[]} games At least one. */
  constructor(games) {
    this.games = games
    this.index = 0
    this.step = 0
    this.playing = false
    this.speed = 1
    /** How long the step has been shown, in the game's time. */
    this.elapsed = 0
  }

  get game() {
    return this.games[this.index]
  }

  /** How many moves have been played in the position that is shown. */
  get ply() {
    return Math.min(this.step, this.lastPly)
  }

  get lastPly() {
    return this.game.positions.length - 1
  }

  get lastStep() {
    return this.lastPly + (hasDraft(this.game) ? 1 : 0)
  }

  get inDraft() {
    return this.step > this.lastPly
  }

  /** @returns {ReplayPosition} */
  get position() {
    return this.game.positions[this.ply]
  }

  get atEnd() {
    return this.step === this.lastStep && this.index === this.games.length - 1
  }

  /** The score before the game that is shown, by pid. */
  get score() {
    return this.index ? this.games[this.index - 1].score : {}
  }

  toggle() {
    if (!this.playing && this.atEnd) this.show(0)
    this.playing = !this.playing
  }

  /** @param {number} step */
  go(step) {
    this.step = Math.max(0, Math.min(step, this.lastStep))
    this.elapsed = 0
  }

  /**
   * Go some steps forward or back through the match, and stop.
   *
   * @param {number} by
   */
  walk(by) {
    this.playing = false
    const beyond = by > 0 ? this.step === this.lastStep : this.step === 0
    const next = this.index + Math.sign(by)
    if (!beyond || !this.games[next]) {
      this.go(this.step + by)
      return
    }
    this.index = next
    this.go(by > 0 ? 0 : this.lastStep)
  }

  /** @param {number} index Shows that game from its beginning. */
  show(index) {
    this.index = Math.max(0, Math.min(index, this.games.length - 1))
    this.go(0)
  }

  /**
   * Let time pass.
   *
   * @param {number} ms The viewer's time.
   * @returns {boolean} Whether something else is shown now.
   */
  run(ms) {
    let moved = false
    this.elapsed += this.playing ? ms * this.speed : 0
    while (this.playing && this.elapsed >= this.lasts) {
      const left = this.elapsed - this.lasts
      moved = true
      if (this.step < this.lastStep) this.go(this.step + 1)
      else if (this.atEnd) this.playing = false
      else this.show(this.index + 1)
      this.elapsed = this.playing ? left : 0
    }
    return moved
  }

  /** How long this step is shown, in the game's time. */
  get lasts() {
    if (this.inDraft) return DRAFT_MS * this.speed
    return this.step === this.lastPly
      ? ENDING_MS * this.speed
      : Math.max(SHORTEST_MS * this.speed, this.took(this.step + 1))
  }

  /**
   * How long a move took, by its player's clock.
   *
   * @param {number} ply The number of the move, from 1.
   */
  took(ply) {
    const [before, after] = [this.game.positions[ply - 1], this.game.positions[ply]]
    const colour = mover(before)
    return Math.max(0, before.clocks_ms[colour] - after.clocks_ms[colour])
  }

  /** The colour whose clock runs. @returns {Colour | null} */
  get running() {
    return this.playing && this.step < this.lastPly ? mover(this.position) : null
  }

  /** @param {Colour} colour */
  clockMs(colour) {
    const ran = this.running === colour ? Math.min(this.elapsed, this.took(this.step + 1)) : 0
    return this.position.clocks_ms[colour] - ran
  }

  /** In how many ms a clock or the board changes. */
  get nextChange() {
    const running = this.running
    if (!running) return 100
    const ms = this.clockMs(running)
    return Math.max(16, (ms < 11_000 ? 100 : 200) / this.speed)
  }
}

/**
 * The colour to move.
 *
 * @param {ReplayPosition} position
 * @returns {Colour}
 */
export function mover(position) {
  return position.fen.split(' ')[1] === 'b' ? 'black' : 'white'
}

/** @param {ReplayGame} game */
function hasDraft(game) {
  return Boolean(game.offers?.length || game.chosen?.length)
}

/**
 * The moves as a list of rows: number, White's, Black's; where Black began, White's is "…".
 *
 * @param {ReplayGame} game
 * @returns {{ number: number, plies: (number | null)[] }[]}
 */
export function rowsOf(game) {
  /** @type {{ number: number, plies: (number | null)[] }[]} */
  const rows = []
  game.positions.slice(1).forEach((_, i) => {
    const row = rows.at(-1)
    // After a rewind the same side moves again, in a new row.
    const side = mover(game.positions[i]) === 'white' ? 0 : 1
    if (row && side === 1 && row.plies.length === 1) row.plies.push(i + 1)
    else rows.push({ number: rows.length + 1, plies: side ? [null, i + 1] : [i + 1] })
  })
  return rows
}
