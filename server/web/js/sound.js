/** Sounds. Browsers allow none before the first touch or key, so they are loaded only then. */

import { file } from './place.js'
import { muted } from './seats.js'

const NAMES = [
  'move',
  'theirs',
  'capture',
  'check',
  'count',
  'go',
  'draft',
  'pick',
  'win',
  'loss',
  'draw',
  'message',
  'gone',
  'arrive',
  'heartbeat',
  'flip',
]

/** @type {AudioContext | null} */
let context = null
/** @type {Map<string, AudioBuffer>} */
const sounds = new Map()

/** Load all sounds at the first touch or key. */
export function prepareSounds() {
  const events = /** @type {const} */ (['pointerdown', 'keydown'])
  const unlock = () => {
    for (const event of events) removeEventListener(event, unlock, true)
    if (typeof AudioContext === 'undefined') return
    context = new AudioContext()
    for (const name of NAMES) load(name)
  }
  for (const event of events) addEventListener(event, unlock, true)
}

/** @param {string} name */
async function load(name) {
  try {
    const answer = await fetch(file(`sounds/${name}.wav`))
    const buffer = await context?.decodeAudioData(await answer.arrayBuffer())
    if (buffer) sounds.set(name, buffer)
  } catch {
    // Without this sound the game goes on.
  }
}

/** @param {string} name */
export async function play(name) {
  if (muted.get() || !context) return
  if (name.startsWith('emote_') && !sounds.has(name)) await load(name)
  const buffer = sounds.get(name)
  if (!buffer) return
  if (context.state === 'suspended') context.resume().catch(() => {})
  const source = context.createBufferSource()
  source.buffer = buffer
  source.connect(context.destination)
  source.start()
}

/** @param {number | number[]} ms How long to vibrate; several: pulses and pauses in turn. */
export function buzz(ms) {
  if (!muted.get()) navigator.vibrate?.(ms)
}
