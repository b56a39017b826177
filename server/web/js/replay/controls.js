/** The controls of a replay: play, step, speed, game; and links to its files. */

import { icon } from '../chat.js'
import { el, setText, show, svg } from '../dom.js'
import { address, go } from '../place.js'
import { FLIP, HOME, NOT_COPIED } from '../words.js'
import * as words from './words.js'

/** @import { ReplayFile } from '../types.js' */
/** @import { Playback } from './playback.js' */

const SPEEDS = [1, 2, 4]
const DRAWN = {
  first: 'M 5 4 H 8 V 20 H 5 Z M 20 4 V 20 L 9 12 Z',
  backward: 'M 17 4 V 20 L 5 12 Z',
  play: 'M 7 3 L 20 12 L 7 21 Z',
  pause: 'M 6 4 H 10 V 20 H 6 Z M 14 4 H 18 V 20 H 14 Z',
  forward: 'M 7 4 V 20 L 19 12 Z',
  last: 'M 16 4 H 19 V 20 H 16 Z M 4 4 V 20 L 15 12 Z',
}

/**
 * @typedef {object} Act
 * @property {() => void} toggle
 * @property {(by: number) => void} walk
 * @property {(step: number) => void} jump
 * @property {(index: number) => void} game
 * @property {(speed: number) => void} speed
 * @property {() => void} flip
 */

export class Controls {
  /**
   * @param {ReplayFile} replay
   * @param {Playback} playback
   * @param {Act} act
   */
  constructor(replay, playback, act) {
    this.replay = replay
    this.playback = playback
    this.act = act
    this.play = drawnButton('play', words.PLAY, () => act.toggle(), 'main')
    this.wind = el('input', {
      type: 'range',
      min: '0',
      class: 'wind',
      'aria-label': words.MOVE,
      oninput: () => act.jump(Number(this.wind.value)),
    })
    this.games = el(
      'select',
      { 'aria-label': words.GAME, onchange: () => act.game(this.games.selectedIndex) },
      ...playback.games.map((game) => el('option', {}, words.gameName(game))),
    )
    show(this.games, playback.games.length > 1)
    this.speedButtons = SPEEDS.map((speed) =>
      pick(words.times(speed), `${words.SPEED} ${speed}`, () => act.speed(speed)),
    )
    const speeds = el('div', { class: 'pick', role: 'group', 'aria-label': words.SPEED }, ...this.speedButtons)
    this.copied = el('span', { class: 'copied', role: 'status' })
    this.more = this.menu()
    this.element = el(
      'div',
      { class: 'actions controls' },
      this.wind,
      el(
        'div',
        { class: 'transport' },
        drawnButton('first', words.FIRST, () => act.jump(0)),
        drawnButton('backward', words.BACKWARD, () => act.walk(-1)),
        this.play,
        drawnButton('forward', words.FORWARD, () => act.walk(1)),
        drawnButton('last', words.LAST, () => act.jump(playback.lastStep)),
      ),
      el('div', { class: 'settings' }, this.games, speeds, this.more),
    )
  }

  /** The buttons that are seldom needed: turning the board, the link, the files. */
  menu() {
    const { replay, act } = this
    const toFile = (/** @type {string} */ kind) =>
      el(
        'a',
        { href: address(`replays/${replay.id}.${kind}`).href, download: `underdog-${replay.id}.${kind}` },
        kind.toUpperCase(),
      )
    return el(
      'details',
      { class: 'more' },
      el('summary', { 'aria-label': 'More', title: 'More' }, icon('gear')),
      el(
        'div',
        { class: 'menu' },
        el('p', { class: 'quiet' }, `${words.matchTitle(replay)} · ${words.day(replay.at)}`),
        el('button', { onclick: () => act.flip() }, icon('again'), ' ', FLIP),
        el('button', { onclick: () => this.copy() }, icon('copy'), ' ', words.COPY_LINK),
        this.copied,
        el('div', { class: 'row' }, toFile('pgn'), toFile('json')),
        el('p', { class: 'quiet keys' }, words.KEYS),
        el('button', { onclick: () => go('') }, icon('back'), ' ', HOME),
      ),
    )
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(location.href)
      setText(this.copied, words.COPIED)
    } catch {
      // The clipboard API needs https.
      setText(this.copied, location.href)
      getSelection()?.selectAllChildren(this.copied)
      setText(this.copied, document.execCommand('copy') ? words.COPIED : NOT_COPIED)
    }
  }

  update() {
    const { playback } = this
    this.wind.max = String(playback.lastStep)
    this.wind.value = String(playback.step)
    this.wind.setAttribute('aria-valuetext', words.stepOf(playback.step, playback.lastStep))
    this.wind.style.setProperty('--share', String(playback.lastStep ? playback.step / playback.lastStep : 0))
    const [drawing, label] = playback.playing ? ['pause', words.PAUSE] : ['play', words.PLAY]
    this.play.setAttribute('aria-label', label)
    this.play.title = label
    this.play.querySelector('path')?.setAttribute('d', DRAWN[/** @type {keyof typeof DRAWN} */ (drawing)])
    if (this.games.selectedIndex !== playback.index) this.games.selectedIndex = playback.index
    for (const [i, each] of this.speedButtons.entries()) {
      each.setAttribute('aria-pressed', String(SPEEDS[i] === playback.speed))
    }
  }
}

/**
 * @param {keyof typeof DRAWN} drawing
 * @param {string} label
 * @param {() => void} onclick
 * @param {string} kind
 */
function drawnButton(drawing, label, onclick, kind = '') {
  const shape = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: DRAWN[drawing] }))
  return el('button', { class: `drawn-button ${kind}`, title: label, 'aria-label': label, onclick }, shape)
}

/**
 * @param {string} text
 * @param {string} label
 * @param {() => void} onclick
 */
function pick(text, label, onclick) {
  return el('button', { 'aria-label': label, onclick }, text)
}
