/**
 * What this browser keeps for this server: seats in rooms, with which one can come back after a reload, and settings.
 *
 * It is in `localStorage`. Where that does not work (private mode, storage full) it lasts as long as the page.
 */

/** @typedef {{ pid: number, token: string }} Seat */

/** @type {Map<string, string>} */
const unsaved = new Map()

/**
 * @param {string} code
 * @returns {Seat | null}
 */
export function seatIn(code) {
  try {
    const seat = JSON.parse(read(`seat ${code}`) ?? 'null')
    return seat && typeof seat.token === 'string' && Number.isInteger(seat.pid) ? seat : null
  } catch {
    return null
  }
}

/**
 * @param {string} code
 * @param {Seat | null} seat null: remove it.
 */
export function keepSeat(code, seat) {
  write(`seat ${code}`, seat && JSON.stringify(seat))
}

/**
 * The codes of the rooms with a player's seat.
 *
 * @returns {string[]}
 */
export function keptSeats() {
  let keys = [...unsaved.keys()]
  try {
    keys = [...keys, ...Object.keys(localStorage)]
  } catch {
    // No storage, so `unsaved` has everything.
  }
  return [...new Set(keys)].filter((each) => /^seat \S+$/.test(each)).map((each) => each.slice('seat '.length))
}

/** A new random key of 128 bits. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The user's name. */
export const name = {
  get: () => read('name') ?? '',
  /** @param {string} value */
  set: (value) => write('name', value),
}

/** Whether sounds are off. */
export const muted = {
  get: () => read('muted') === 'yes',
  /** @param {boolean} value */
  set: (value) => write('muted', value ? 'yes' : null),
}

/**
 * A stored value.
 *
 * @param {string} key
 */
export function read(key) {
  try {
    return localStorage.getItem(key) ?? unsaved.get(key) ?? null
  } catch {
    return unsaved.get(key) ?? null
  }
}

/**
 * @param {string} key
 * @param {string | null} value null: remove it.
 */
export function write(key, value) {
  if (value === null) unsaved.delete(key)
  else unsaved.set(key, value)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // No storage, but `unsaved` has it.
  }
}
