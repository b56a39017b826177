/** The lobby: who is here, the link for inviting others, what is played, the start button and the chat. */

import { Chat, markRead } from './chat.js'
import { el, fill, setText, show } from './dom.js'
import { address } from './place.js'
import { portrait } from './portraits.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */

const SEATS = 2

export class Lobby {
  /**
   * @param {{
   *   start: () => void,
   *   leave: () => void,
   *   kick: (pid: number) => void,
   *   editProfile: () => void,
   *   chat: (text: string) => void,
   *   emote: (emote: string) => void,
   *   openMuting: () => void,
   * }} act
   */
  constructor(act) {
    this.act = act
    this.chat = new Chat(
      act.chat,
      act.emote,
      () => {},
      () => act.openMuting(),
    )
    this.code = el('p', { class: 'code' })
    this.link = el('input', { type: 'text', readOnly: true, class: 'link', 'aria-label': 'Link' })
    this.copied = el('p', { class: 'quiet', role: 'status' })
    this.people = el('ul', { class: 'people' })
    this.state = el('p', { class: 'state', role: 'status' })
    this.facts = el('p', { class: 'quiet' })
    this.news = el('p', { class: 'notice', role: 'alert' })
    this.start = el('button', { class: 'main', onclick: () => act.start() }, words.START)
    const share = el('button', { onclick: () => this.share() }, words.SHARE)
    show(share, typeof navigator.share === 'function')
    this.invitation = el(
      'div',
      { class: 'invitation' },
      this.code,
      this.link,
      el('div', { class: 'row' }, el('button', { onclick: () => this.copy() }, words.COPY_LINK), share),
      this.copied,
    )
    this.element = el(
      'section',
      { class: 'lobby' },
      this.people,
      this.news,
      this.state,
      this.invitation,
      this.facts,
      this.start,
      this.chat.element,
      el('button', { class: 'plain', onclick: () => act.leave() }, words.LEAVE),
    )
    this.shown = ''
  }

  /** @param {Room} room */
  update(room) {
    const { seated, isHost } = room
    const full = seated.length === SEATS
    setText(this.code, room.code)
    this.code.setAttribute('aria-label', words.codeIs(room.code))
    const link = address(`join/${room.code}`, { key: room.key || null }).href
    if (this.link.value !== link) this.link.value = link
    show(this.invitation, !full)
    show(this.start, isHost && full)
    setText(this.state, full ? (isHost ? '' : words.WAITING_FOR_HOST) : words.WAITING_FOR_GUEST)
    const facts = [words.terms(room.terms), words.watchedLater(room.watchDelay), words.watching(room.watchers)]
    setText(this.facts, facts.filter(Boolean).join(' · '))
    // Alone, nobody reads what one writes, and the link has to be seen.
    show(this.chat.element, full)
    this.chat.update(room)
    if (full) markRead(room)
    const key = JSON.stringify(seated)
    if (key === this.shown) return
    this.shown = key
    setText(this.news, '')
    const seats = Array.from({ length: SEATS }, (_, i) => seated[i])
    fill(this.people, ...seats.map((player) => this.seat(room, player)))
  }

  /**
   * @param {Room} room
   * @param {Room['players'][number] | undefined} player
   */
  seat(room, player) {
    if (!player) return el('li', { class: 'empty' }, words.EMPTY_SEAT)
    const about = player.pid === room.pid ? 'you' : player.connected ? '' : 'away'
    const remove = el('button', { class: 'plain', onclick: () => this.act.kick(player.pid) }, 'Remove')
    const change = el('button', { class: 'plain', onclick: () => this.act.editProfile() }, words.CHANGE)
    return el(
      'li',
      {},
      el('img', { src: portrait(player.name, player.picture ?? null), alt: '', width: 56, height: 56, class: 'pup' }),
      el('strong', {}, player.name),
      el('small', {}, [player.host ? 'host' : '', about].filter(Boolean).join(' · ')),
      player.pid === room.pid ? change : room.isHost ? remove : null,
    )
  }

  /** @param {string} text What was refused, or what has happened. */
  say(text) {
    setText(this.news, text)
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.link.value)
      setText(this.copied, words.COPIED)
    } catch {
      // The clipboard API needs https. `execCommand` does not.
      this.link.select()
      setText(this.copied, document.execCommand('copy') ? words.COPIED : words.NOT_COPIED)
    }
  }

  share() {
    navigator.share({ title: 'Underdog', url: this.link.value }).catch(() => {})
  }
}
