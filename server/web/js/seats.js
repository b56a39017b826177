/**
 * The seats one has in rooms of this server: what it takes to come back after a reload.
 *
 * They are in `localStorage`, which belongs to this server alone. Where it is missing (private mode, storage full) they
 * last as long as the page.
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
 * @param {Seat | null} seat None: it is gone.
 */
export function keepSeat(code, seat) {
  write(`seat ${code}`, seat && JSON.stringify(seat))
}

/**
 * The codes of the rooms in which one has a player's seat.
 *
 * @returns {string[]}
 */
export function keptSeats() {
  let keys = [...unsaved.keys()]
  try {
    keys = [...keys, ...Object.keys(localStorage)]
  } catch {
    // Nothing was kept.
  }
  return [...new Set(keys)].filter((each) => /^seat \S+$/.test(each)).map((each) => each.slice('seat '.length))
}

/** A secret of the page's own, of 128 bits. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What one is called, here and next time. */
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
 * What this browser has kept for this server, or this page alone.
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
 * @param {string | null} value None: it is gone.
 */
export function write(key, value) {
  if (value === null) unsaved.delete(key)
  else unsaved.set(key, value)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Not kept: `unsaved` has it.
  }
}
