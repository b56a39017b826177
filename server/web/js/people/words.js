/** The sentences about people: accounts, profiles, the leaderboard. */

/** @import { GameRecord, MatchPlayer, UpgradeRecord } from '../types.js' */

export const ACCOUNT = 'You'
export const LEADERBOARD = 'Leaderboard'
export const BACK = 'Back'
export const HOME = 'Home'
export const LOADING = 'One moment…'
export const NEVER = 'Finish a match, and it will be remembered here.'
export const SAVE = 'Save'
export const SAVED = 'Saved.'
export const YOURSELF = 'You'
export const NAME = 'Your name'
export const PUP = 'Your pup'
export const PICTURE_CHOOSE = 'Your own picture'
export const PICTURE_DROP = 'Choose a file, drop one here, or paste a picture.'
export const PICTURE_NONE = 'That was no file.'
export const PICTURE_TOO_LARGE = 'That file is larger than 50 MB.'
export const PICTURE_UNREADABLE = 'That picture cannot be read. PNG, JPEG, WebP and GIF can.'
export const PICTURE_SENDING = 'On its way…'

export const GUEST =
  'You play as a guest, and this browser remembers you. With an account you are yourself on every device.'
export const CREATE = 'Create an account'
export const SIGN_IN = 'Sign in'
export const SIGN_OUT = 'Sign out'
export const SIGN_OUT_EVERYWHERE = 'Sign out everywhere'
export const CHANGE_PASSWORD = 'Change password'
export const DELETE = 'Delete account'
export const DELETE_TEXT =
  'Your name, picture and rating go for good. The results of your matches stay with whoever you played, without your name.'
export const USERNAME = 'Username'
export const PASSWORD = 'Password'
export const PASSWORD_HINT = '8 to 128 characters'
export const OLD_PASSWORD = 'Current password'
export const NEW_PASSWORD = 'New password'
export const MERGE = 'Add the matches I played here as a guest'
export const CREATED = 'Welcome! All that you have played here is yours.'
export const SIGNED_IN = 'Welcome back!'
export const SIGNED_OUT = 'You are signed out, and play as a guest.'
export const ENDED = 'You have been signed out. Sign in again to be yourself.'
export const CHANGED = 'Your password is changed. Other devices have to sign in again.'
export const DELETED = 'Your account is deleted.'
export const NOT_ENCRYPTED = 'This connection is not encrypted. Use a password here that you use nowhere else.'

export const MUTE = 'Mute'
export const MUTED = 'Muted'
export const BLOCK = 'Block'
export const BLOCKED = 'Blocked'
export const MUTING_TEXT = 'Muted: you hear and see nothing of them in this room. Blocked: in no room of this server.'
export const NOBODY_ELSE = 'Nobody else is here.'
export const BLOCKED_TITLE = 'Blocked'
export const UNBLOCK = 'Unblock'

export const STATISTICS = 'Statistics'
export const UPGRADES = 'Upgrades'
export const BEST_CARD = 'Best card'
export const HISTORY = 'Matches'
export const OLDER = 'Older matches'
export const WATCH = 'Watch'
export const NO_RATING = 'No rated match yet'
export const RATING = 'Rating'
export const UNCERTAIN = 'The rating is still uncertain: too few matches.'
export const UNCERTAIN_ROWS = '“?” and “–”: too few matches to be sure.'
export const MATCHES = 'Matches'
export const RECORD = 'Won · drawn · lost'
export const PLAYER = 'Player'
export const RANK = 'Rank'
export const GONE = 'Somebody'
export const COMPUTER = 'computer'
export const WEEK = 'This week'
export const ALL_TIME = 'All time'
export const NOBODY = 'Nobody has finished a rated match yet. Be the first!'
export const PREVIOUS = 'Previous'
export const NEXT = 'Next'
export const PAGES = 'Pages'

/** @type {Record<string, string>} */
export const GAMES = { chess: 'Chess', quiz: 'Quiz' }
/** @type {Record<MatchPlayer['result'], string>} */
export const RESULTS = { won: 'Won', drawn: 'Drawn', lost: 'Lost' }
/** @type {Record<string, string>} */
export const PUPS = {
  biscuit: 'Biscuit',
  patch: 'Patch',
  cocoa: 'Cocoa',
  snow: 'Snow',
  ginger: 'Ginger',
  midnight: 'Midnight',
  professor: 'Professor',
  captain: 'Captain',
  queen: 'Queen',
  minty: 'Minty',
}

/** @param {string} username */
export const signedInAs = (username) => `Signed in as ${username}.`
/** @param {{ rating: number, uncertain?: boolean }} of */
export const rating = ({ rating, uncertain }) => `${rating}${uncertain ? '?' : ''}`
/** @param {number} change */
export const change = (change) => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '±0')
/** @param {GameRecord} of */
export const record = ({ won, drawn, lost }) => `${won} · ${drawn} · ${lost}`
/** @param {{ won: number, drawn: number, lost: number }} of */
export const recordSpoken = ({ won, drawn, lost }) => `${won} won, ${drawn} drawn, ${lost} lost`
/** @param {number} count */
export const matches = (count) => `${count} ${count === 1 ? 'match' : 'matches'}`
/** @param {GameRecord} of */
export function streak({ streak = 0, best_streak = 0 }) {
  if (!best_streak) return ''
  const now = streak > 1 ? `${streak} won in a row now` : ''
  return [now, `${now ? 'best' : 'Best'} streak ${best_streak}`].filter(Boolean).join(', ')
}
/** @param {UpgradeRecord} of */
export function upgradeRecord({ taken, games = 0, won = 0 }) {
  const times = taken === 1 ? 'once' : `${taken} times`
  return games ? `Taken ${times}; ${won} of ${games} games with it won.` : `Taken ${times}.`
}
/**
 * @param {string} name
 * @param {{ won: number, drawn: number, lost: number }} record
 */
export const against = (name, record) => `You against ${name}: ${recordSpoken(record)}.`
/**
 * @param {number} page
 * @param {number} pages
 */
export const pageOf = (page, pages) => `Page ${page} of ${pages}`
/**
 * When a match was played: with the time of day in this year, with the year before.
 * @param {string} at RFC 3339
 */
export function when(at) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  const sameYear = date.getFullYear() === new Date().getFullYear()
  return sameYear
    ? date.toLocaleString(undefined, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}
