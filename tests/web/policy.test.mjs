import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadAgainFor } from '../../server/web/js/policy.js'

/** A page that is served with this policy from now on; how often it is loaded again, and what outlives that. */
function aPage(policy) {
  const kept = new Map()
  const page = {
    loads: 0,
    kept: { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) },
  }
  globalThis.location = { href: 'http://host/join/WOLF', reload: () => page.loads++ }
  globalThis.fetch = async () => ({ headers: new Headers(policy ? { 'Content-Security-Policy': policy } : {}) })
  return page
}

test('the page is loaded again when it may go to a new process then', async () => {
  const page = aPage("default-src 'self'; connect-src 'self' ws://two.host:8/; img-src 'self'")
  await loadAgainFor('ws://two.host:8', page.kept)
  assert.equal(page.loads, 1)
})

test('where something else forbids the way, it is not loaded again and again', async () => {
  const page = aPage('connect-src ws://two.host:8')
  await loadAgainFor('ws://two.host:8', page.kept)
  await loadAgainFor('ws://two.host:8', page.kept)
  assert.equal(page.loads, 1)
})

test('the page stays as it is when loading it again would not help, or nobody is at home', async () => {
  const page = aPage('connect-src ws://two.host:80 ws://one.host')
  await loadAgainFor('ws://two.host:8', page.kept)
  globalThis.fetch = async () => Promise.reject(new TypeError('nobody there'))
  await loadAgainFor('ws://two.host:8', page.kept)
  assert.equal(page.loads, 0)
})
