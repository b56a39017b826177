/** A clock's time as text, and when that text changes next. */

/** Tenths of a second are shown below this. */
const TENTHS_BELOW_MS = 10_000

/** @param {number} ms */
export function clockText(ms) {
  if (ms < TENTHS_BELOW_MS) {
    const tenths = Math.ceil(ms / 100)
    return `0:${String(Math.floor(tenths / 10)).padStart(2, '0')}.${tenths % 10}`
  }
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** @param {number} ms */
export const isLow = (ms) => ms < TENTHS_BELOW_MS

/**
 * In how many ms the text of a running clock changes.
 *
 * @param {number} ms What is left on it.
 */
export function nextTick(ms) {
  const step = ms < TENTHS_BELOW_MS + 1000 ? 100 : 1000
  return (ms % step) + 1
}
