/** The page's addresses: the server's root, which a proxy may put below a path, and the files of this version. */

/** The root of the server, with a slash at its end. */
export const ROOT = new URL('.', document.baseURI)
/** The files of this version. */
export const FILES = new URL('../', import.meta.url)

/** @param {string} path */
export const file = (path) => new URL(path, FILES).href

/**
 * The parts of the page's address below the root: [] is the home screen, ["join", "WOLF"] a room.
 *
 * @returns {string[]}
 */
export function parts() {
  return location.pathname
    .slice(ROOT.pathname.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
}

/**
 * The room's key, which links have in their query.
 *
 * @returns {string | null}
 */
export const key = () => new URLSearchParams(location.search).get('key')

/**
 * An address below the root.
 *
 * @param {string} path
 * @param {Record<string, string | null>} [query] Entries that are null are left out.
 */
export function address(path, query = {}) {
  const url = new URL(path, ROOT)
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value)
  return url
}

/**
 * The WebSocket of a room.
 *
 * @param {string} code
 * @param {Record<string, string | null>} query
 */
export const roomSocket = (code, query) => socket(`rooms/${encodeURIComponent(code)}/ws`, query)

/**
 * @param {string} path
 * @param {Record<string, string | null>} query
 */
export function socket(path, query) {
  const url = address(path, query)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

/**
 * Go to another screen of the page.
 *
 * @param {string} path
 * @param {Record<string, string | null>} [query]
 */
export function go(path, query = {}) {
  history.pushState(null, '', address(path, query))
  dispatchEvent(new Event('moved'))
}
