/**
 * The content security policy, and so where the page may connect to, is decided when the page is loaded. A process of
 * the server that started later can be reached only after the page was loaded again. The browser keeps the seat.
 */

/** The least time between two attempts for the same process, in case the policy does not allow it even then. */
const PAUSE_MS = 10_000

/**
 * Load the page again if its policy then allows this process.
 *
 * @param {string} place The WebSockets of a process, without a path.
 * @param {Storage} kept Survives loading the page again.
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
