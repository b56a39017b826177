/** The chat: its messages, the text field, and the emotes. */

import { emotes } from './catalogue.js'
import { el, fill, show } from './dom.js'
import { file } from './place.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { ChatLine } from './types.js' */

const MOST_CHARACTERS = 200

/**
 * How many messages of others nobody at this page has seen yet.
 *
 * @param {Room} room
 */
export const unreadIn = (room) => Math.max(0, messagesOfOthers(room) - room.readMessages)

/** @param {Room} room All its messages are on the screen. */
export function markRead(room) {
  room.readMessages = messagesOfOthers(room)
}

/** @param {Room} room */
const messagesOfOthers = (room) => room.visibleChat.filter((line) => line.pid !== room.pid).length

export class Chat {
  /**
   * @param {(text: string) => void} onSay
   * @param {(emote: string) => void} onEmote
   * @param {() => void} onClose
   * @param {() => void} onMuting Opens the list in which members are muted or blocked.
   */
  constructor(onSay, onEmote, onClose, onMuting) {
    this.lines = el('ol', { class: 'lines', tabIndex: 0, 'aria-label': words.CHAT })
    this.empty = el('p', { class: 'quiet' }, words.CHAT_EMPTY)
    this.field = el('input', {
      type: 'text',
      maxLength: MOST_CHARACTERS,
      placeholder: words.SAY,
      'aria-label': words.SAY,
      enterKeyHint: 'send',
      autocomplete: 'off',
    })
    this.emotes = el('div', { class: 'emotes' })
    const form = el(
      'form',
      {
        class: 'say',
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault()
          const text = this.field.value.trim()
          if (text) onSay(text)
          this.field.value = ''
        },
      },
      this.field,
      el('button', { class: 'send' }, words.SEND),
    )
    this.onEmote = onEmote
    this.element = el(
      'section',
      { class: 'talk', 'aria-label': words.CHAT },
      el(
        'header',
        {},
        el('h2', {}, words.CHAT),
        el(
          'button',
          { class: 'icon', title: words.MUTE_OR_BLOCK, 'aria-label': words.MUTE_OR_BLOCK, onclick: onMuting },
          icon('hush'),
        ),
        el('button', { class: 'icon close', 'aria-label': words.CLOSE, onclick: onClose }, icon('cross')),
      ),
      this.empty,
      this.lines,
      this.emotes,
      form,
    )
    this.shown = -1
  }

  /** @param {Room} room */
  update(room) {
    if (!this.emotes.firstChild) fill(this.emotes, ...emotes().map((each) => this.emoteButton(each)))
    const { visibleChat } = room
    show(this.empty, visibleChat.length === 0)
    if (this.lastOf(visibleChat) === this.shown) return
    const atEnd = this.lines.scrollTop + this.lines.clientHeight >= this.lines.scrollHeight - 24
    fill(
      this.lines,
      ...visibleChat.map((line) =>
        el('li', {}, el('b', { class: line.pid === room.pid ? 'mine' : '' }, line.name), ' ', line.text),
      ),
    )
    this.shown = this.lastOf(visibleChat)
    if (atEnd) this.lines.scrollTop = this.lines.scrollHeight
  }

  /** @param {ChatLine[]} visibleChat */
  lastOf(visibleChat) {
    return visibleChat.length && visibleChat.length * 1000 + (visibleChat.at(-1)?.text.length ?? 0)
  }

  /** @param {string} emote */
  emoteButton(emote) {
    const name = words.EMOTE_NAMES[emote] ?? emote
    const picture = el('img', {
      src: file(`pictures/emotes/${emote}.svg`),
      alt: '',
      width: 44,
      height: 44,
      loading: 'lazy',
    })
    return el('button', { title: name, 'aria-label': name, onclick: () => this.onEmote(emote) }, picture)
  }
}

/**
 * An icon in the colour of the surrounding text.
 *
 * @param {string} name
 */
export function icon(name) {
  const element = el('span', { class: 'drawn', 'aria-hidden': 'true' })
  element.style.setProperty('--icon', `url("${file(`icons/${name}.svg`)}")`)
  return element
}
