/** The account forms: creating, signing in and out, changing the password, deleting. Nobody needs an account to play. */

import { el } from '../dom.js'
import { loggedIn, loggedOut, me } from '../me.js'
import { read } from '../seats.js'
import { form } from './form.js'
import { ask } from './menu.js'
import * as words from './words.js'

/** @import { Requests } from '../types.js' */

/**
 * Send a request. Throws an error with the sentence of a refusal.
 *
 * @template {keyof Requests} Name
 * @param {Name} name
 * @param {Requests[Name]} fields
 */
export async function insist(name, fields) {
  const answer = await ask(name, fields)
  if (!answer.ok) throw new Error(answer.message ?? answer.error ?? '')
  return answer
}

/** @param {(said: string) => void} onChange Somebody else sits here now. */
export function account(onChange) {
  return el('section', { class: 'panel account' }, ...(me.username ? known(me.username, onChange) : guest(onChange)))
}

/** @param {(said: string) => void} onChange */
function guest(onChange) {
  const plain = location.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
  return [
    el('p', {}, words.GUEST),
    plain && el('p', { class: 'warning' }, words.NOT_ENCRYPTED),
    foldOut(words.CREATE, create(onChange), 'main'),
    foldOut(words.SIGN_IN, signIn(onChange)),
  ].filter((each) => each !== false)
}

/** @param {(said: string) => void} onChange */
function create(onChange) {
  return form({
    fields: [
      { name: 'username', label: words.USERNAME, autocomplete: 'username' },
      {
        name: 'password',
        label: words.PASSWORD,
        type: 'password',
        autocomplete: 'new-password',
        hint: words.PASSWORD_HINT,
      },
    ],
    submit: words.CREATE,
    does: async ({ username, password }) => {
      loggedIn(await insist('CreateLogin', { username: username.trim(), password }), { endsGuest: true })
      onChange(words.CREATED)
      return words.CREATED
    },
  })
}

/** @param {(said: string) => void} onChange */
function signIn(onChange) {
  const merge = el('input', { type: 'checkbox', checked: true })
  const wasGuest = read('guest key') !== null
  return form({
    fields: [
      { name: 'username', label: words.USERNAME, autocomplete: 'username' },
      { name: 'password', label: words.PASSWORD, type: 'password', autocomplete: 'current-password' },
    ],
    more: wasGuest ? [el('label', { class: 'check' }, merge, words.MERGE)] : [],
    submit: words.SIGN_IN,
    does: async ({ username, password }) => {
      const merges = wasGuest && merge.checked
      const answer = await insist('Login', { username: username.trim(), password, merge: merges })
      loggedIn(answer, { endsGuest: merges })
      onChange(words.SIGNED_IN)
      return words.SIGNED_IN
    },
  })
}

/**
 * @param {string} username
 * @param {(said: string) => void} onChange
 */
function known(username, onChange) {
  /** @param {boolean} everywhere */
  const out = (everywhere) =>
    form({
      fields: [],
      submit: everywhere ? words.SIGN_OUT_EVERYWHERE : words.SIGN_OUT,
      kind: '',
      does: async () => {
        // If the session has already ended, signing out has succeeded, too.
        await ask('Logout', { everywhere })
        loggedOut()
        onChange(words.SIGNED_OUT)
        return words.SIGNED_OUT
      },
    })
  return [
    el('p', {}, words.signedInAs(username)),
    el('div', { class: 'row' }, out(false), out(true)),
    foldOut(words.CHANGE_PASSWORD, changePassword(username)),
    foldOut(words.DELETE, remove(onChange)),
  ]
}

/** @param {string} username For password managers. */
function changePassword(username) {
  return form({
    fields: [
      { name: 'old', label: words.OLD_PASSWORD, type: 'password', autocomplete: 'current-password' },
      {
        name: 'new',
        label: words.NEW_PASSWORD,
        type: 'password',
        autocomplete: 'new-password',
        hint: words.PASSWORD_HINT,
      },
    ],
    more: [el('input', { type: 'text', name: 'username', autocomplete: 'username', value: username, hidden: true })],
    submit: words.CHANGE_PASSWORD,
    does: async (values) => {
      await insist('ChangePassword', { old: values.old, new: values.new })
      return words.CHANGED
    },
  })
}

/** @param {(said: string) => void} onChange */
function remove(onChange) {
  return form({
    fields: [{ name: 'password', label: words.PASSWORD, type: 'password', autocomplete: 'current-password' }],
    more: [el('p', {}, words.DELETE_TEXT)],
    submit: words.DELETE,
    kind: 'danger',
    does: async ({ password }) => {
      await insist('DeleteLogin', { password })
      loggedOut()
      onChange(words.DELETED)
      return words.DELETED
    },
  })
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 * @param {string} kind
 */
function foldOut(title, content, kind = '') {
  return el('details', { class: `fold ${kind}` }, el('summary', {}, title), content)
}
