/**
 * Where the page may connect to was decided when it was loaded. A process of the server that has come since is out of
 * its reach until it is loaded again, from where it came: the seat and all that belongs to it are kept there.
 */

/** So long at least lies between two attempts for the same place, should something else forbid the way. */
const PAUSE_MS = 10_000

/**
 * Load the page again if it may go to this place then.
 *
 * @param {string} place The WebSockets of a process, without a path.
 * @param {Storage} kept Outlives the page.
 */
export async function loadAgainFor(place, kept = sessionStorage) {
  const mark = `loaded again for ${place}`
  if (Date.now() - Number(kept.getItem(mark)) < PAUSE_MS) return
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  const allowed = (answer?.headers.get('Content-Security-Policy') ?? '').split(/[\s;]+/)
  if (!allowed.some((each) => each.replace(/\/+$/, '') === place)) return
  kept.setItem(mark, String(Date.now()))
  location.reload()
}
