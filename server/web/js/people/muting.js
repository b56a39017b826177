/** The dialog in which members are muted in this room, or blocked on this server. */

import { el, fill } from '../dom.js'
import { portrait } from '../portraits.js'
import { MUTE_OR_BLOCK } from '../words.js'
import { openDialog } from './dialog.js'
import * as words from './words.js'

/** @import { Act } from '../actions.js' */
/** @import { Room } from '../room.js' */
/** @import { Player } from '../types.js' */

/**
 * @param {Room} room
 * @param {Pick<Act, 'send' | 'changed'>} act
 */
export function openMuting(room, act) {
  const list = el('ul', { class: 'hushed' })
  const others = room.players.filter((each) => each.pid !== room.pid && each.role !== 'screen')
  /** @type {Set<number>} */
  const blocked = new Set()

  /** @param {Player} player */
  const line = ({ pid, name, picture }) => {
    const muted = room.muted.has(pid)
    const mute = () => {
      if (muted) room.muted.delete(pid)
      else room.muted.add(pid)
      act.changed()
      draw()
    }
    const block = () => {
      act.send('Block', { pid })
      room.muted.add(pid)
      blocked.add(pid)
      act.changed()
      draw()
    }
    const isBlocked = blocked.has(pid)
    return el(
      'li',
      {},
      el('img', { src: portrait(name, picture ?? null), alt: '', width: 44, height: 44, class: 'pup' }),
      el('strong', {}, name),
      el(
        'button',
        { 'aria-pressed': String(muted), onclick: mute, disabled: isBlocked },
        muted ? words.MUTED : words.MUTE,
      ),
      el('button', { onclick: block, disabled: isBlocked }, isBlocked ? words.BLOCKED : words.BLOCK),
    )
  }
  const draw = () => fill(list, ...others.map(line))

  draw()
  return openDialog(MUTE_OR_BLOCK, () => [
    el('h2', {}, MUTE_OR_BLOCK),
    others.length ? list : el('p', { class: 'quiet' }, words.NOBODY_ELSE),
    el('p', { class: 'quiet' }, words.MUTING_TEXT),
  ])
}
