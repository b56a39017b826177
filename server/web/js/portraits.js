/** Pictures of members: an uploaded one, the pup that they chose, or one that follows from their name as in the window. */

import { address, file } from './place.js'

export const PUPS = [
  'biscuit',
  'patch',
  'cocoa',
  'snow',
  'ginger',
  'midnight',
  'professor',
  'captain',
  'queen',
  'minty',
]
export const PREFIX = 'pup:'
const UPLOADED = '/avatars/'

/**
 * @param {string} name
 * @param {string | null} picture
 */
export function portrait(name, picture) {
  if (picture?.startsWith(UPLOADED)) return address(picture.slice(1)).href
  const chosen = picture?.startsWith(PREFIX) ? picture.slice(PREFIX.length) : ''
  const pup = PUPS.includes(chosen) ? chosen : name ? PUPS[crc32(name) % PUPS.length] : PUPS[0]
  return file(`pictures/pups/${pup}.svg`)
}

/** @param {string} text */
export function crc32(text) {
  let sum = 0xffffffff
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}
