/** A shape for each state of the buzzer, so that colours alone never matter. */

import { svg } from '../dom.js'

/** In a square of 24. @type {Record<string, string>} */
const PATHS = {
  paw: 'M12 11.2c3 0 6.2 3.2 6.2 6.2 0 2.1-1.5 3.2-3.2 3.2-1.1 0-1.9-.5-3-.5s-1.9.5-3 .5c-1.7 0-3.2-1.1-3.2-3.2 0-3 3.2-6.2 6.2-6.2Z M4.7 8.6a2 2.7 -20 1 0 .1 0Z M9 3.4a2.1 2.9 0 1 0 .1 0Z M15 3.4a2.1 2.9 0 1 0 .1 0Z M19.2 8.6a2 2.7 20 1 0 .1 0Z',
  square: 'M5 7a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2Z',
  diamond: 'M12 2.5 21.5 12 12 21.5 2.5 12Z',
  star: 'M12 2l3 6.6 7.2.8-5.4 4.9 1.5 7.1L12 17.8l-6.3 3.6 1.5-7.1L1.8 9.4 9 8.6Z',
  cross: 'M6.2 3.4 12 9.2l5.8-5.8 2.8 2.8L14.8 12l5.8 5.8-2.8 2.8L12 14.8l-5.8 5.8-2.8-2.8L9.2 12 3.4 6.2Z',
  tick: 'M9.5 20.4 2.2 13.1 5 10.3l4.5 4.4L19 5.2 21.8 8Z',
  bars: 'M5.5 4h4.6v16H5.5Z M13.9 4h4.6v16h-4.6Z',
  bubble:
    'M4 3.5h16a1.5 1.5 0 0 1 1.5 1.5v10.5A1.5 1.5 0 0 1 20 17h-8l-5 4.5V17H4a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 4 3.5Z',
  triangle: 'M12 3 22 20.5H2Z',
  ring: 'M12 2.5a9.5 9.5 0 1 1-.1 0Z M12 7a5 5 0 1 0 .1 0Z',
  coin: 'M12 2.5a9.5 9.5 0 1 1-.1 0Z M12 6.5 17.5 12 12 17.5 6.5 12Z',
}

/** By state of the pad: its shape. @type {Record<string, string>} */
export const SHAPES = {
  lobby: 'paw',
  grid: 'square',
  yourPick: 'star',
  reading: 'square',
  armed: 'paw',
  sent: 'diamond',
  early: 'triangle',
  yours: 'star',
  other: 'bubble',
  locked: 'cross',
  right: 'tick',
  wrong: 'cross',
  shown: 'bubble',
  staking: 'coin',
  closed: 'ring',
  paused: 'bars',
  over: 'paw',
  away: 'ring',
}

/** @param {string} name */
export function shape(name) {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: 'shape', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name], 'fill-rule': 'evenodd' }),
  )
}
