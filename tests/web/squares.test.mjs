import './browser.mjs'
import assert from 'node:assert/strict'
import { test } from 'node:test'

const { afterMove, cellOf, placementOf, spoken, squareAt, written } = await import('../../server/web/js/squares.js')
const { clockText, nextTick } = await import('../../server/web/js/clock.js')
const { crc32 } = await import('../../server/web/js/portraits.js')

const CASTLES = placementOf('r3k2r/8/8/8/8/8/P7/R3K2R w KQkq - 0 1')

test('squares and cells are each other’s reverse, from both sides', () => {
  for (const bottom of ['white', 'black']) {
    for (const square of ['a1', 'h1', 'e4', 'a8', 'h8']) {
      assert.equal(squareAt(...cellOf(square, bottom), bottom), square)
    }
  }
  assert.equal(squareAt(8, 0, 'white'), null)
})

test('castling takes the rook along', () => {
  const after = afterMove(CASTLES, 'e1g1')
  assert.deepEqual([after.get('g1'), after.get('f1'), after.get('h1')], ['K', 'R', undefined])
})

test('moves are written and spoken', () => {
  assert.equal(written(CASTLES, 'e8c8'), 'O-O-O')
  assert.equal(written(CASTLES, 'a1a2'), 'Rxa2')
  assert.equal(written(CASTLES, '0000'), 'pass')
  assert.equal(spoken(CASTLES, 'h1h8'), 'rook h1 takes rook on h8')
  assert.equal(spoken(CASTLES, 'N@b1'), 'knight comes back on b1')
})

test('clocks show tenths at last, and say when they will look different', () => {
  assert.deepEqual([60_000, 59_001, 9_950, 0].map(clockText), ['1:00', '1:00', '0:10.0', '0:00.0'])
  assert.equal(nextTick(30_500), 501)
  assert.equal(nextTick(5_050), 51)
})

test('a name has the same pup as in the window', () => {
  assert.equal(crc32('Ann'), 0xdf6d3493)
})
