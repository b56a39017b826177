import './browser.mjs'
import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'

/** A socket that the test holds the other end of. */
class FakeSocket {
  static OPEN = 1
  static made = []

  constructor(url) {
    Object.assign(this, { url, readyState: 1, sent: [] })
    FakeSocket.made.push(this)
  }

  send(text) {
    this.sent.push(JSON.parse(text))
  }

  close() {
    this.readyState = 3
  }
}

globalThis.WebSocket = FakeSocket
const { Connection } = await import('../../server/web/js/connection.js')

let current
// One that is left open by a test that fails would keep the program from ending.
afterEach(() => current?.close())

/** A connection with its current socket, and what its listener is told. */
function aConnection() {
  FakeSocket.made = []
  const told = []
  const connection = new Connection(() => 'ws://host/rooms/WOLF/ws?token=1', {
    notice: (name) => told.push(name),
    lost: () => told.push('lost'),
    ended: (code) => told.push(code),
  })
  current = connection
  const socket = () => FakeSocket.made.at(-1)
  const receive = (name, fields) => socket().onmessage({ data: JSON.stringify({ [name]: fields }) })
  return { connection, told, socket, receive }
}

test('a heartbeat is answered at once and told nobody', () => {
  const { connection, told, socket, receive } = aConnection()
  receive('DoHeartbeat', { hbid: 7, t_sent: 1 })
  assert.equal(socket().sent[0].Heartbeat.hbid, 7)
  assert.deepEqual(told, [])
  connection.close()
})

test('what is pressed again before the page shows the answer is asked once, and what people write each time', () => {
  const { connection, socket, receive } = aConnection()
  const requests = () => socket().sent.map((each) => Object.keys(each)[0])
  connection.send('OfferDraw', {})
  connection.send('OfferDraw', {})
  connection.drawn()
  connection.send('OfferDraw', {})
  receive('ActionSuccess', { request: 'OfferDraw', ok: true })
  connection.send('OfferDraw', {})
  for (let i = 0; i < 2; i++) connection.send('Chat', { text: 'gg' })
  assert.deepEqual(requests(), ['OfferDraw', 'Chat', 'Chat'])
  connection.drawn()
  connection.send('OfferDraw', {})
  assert.deepEqual(requests(), ['OfferDraw', 'Chat', 'Chat', 'OfferDraw'])
  connection.close()
})

test('whoever goes back to a choice before the page shows the one in between is heard', () => {
  const { connection, socket, receive } = aConnection()
  const teams = () => socket().sent.map(({ SetTeam }) => SetTeam.team)
  for (const team of ['Reds', 'Reds', 'Blues', 'Reds', 'Reds']) connection.send('SetTeam', { pid: 2, team })
  assert.deepEqual(teams(), ['Reds', 'Blues', 'Reds'])
  receive('ActionSuccess', { request: 'SetTeam', ok: true })
  connection.drawn()
  connection.send('SetTeam', { pid: 2, team: 'Reds' })
  assert.deepEqual(teams(), ['Reds', 'Blues', 'Reds'])
  connection.close()
})

test('a line that breaks is tried again, and what was not done is sent again under its number', () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { connection, told, socket, receive } = aConnection()
  connection.send('Chat', { text: 'hi' })
  connection.send('MakeMove', { move: 'e2e4', ply: 0 })
  receive('ActionSuccess', { request: 'Chat', ok: true })
  socket().onclose({ code: 1006 })
  assert.deepEqual(told, ['ActionSuccess', 'lost'])
  mock.timers.tick(400)
  assert.equal(FakeSocket.made.length, 2)
  connection.resend(1, () => true)
  assert.deepEqual(socket().sent, [{ MakeMove: { move: 'e2e4', ply: 0, n: 2 } }])
  connection.close()
  mock.timers.reset()
})

test('what is not meant any more, or was done, is not sent again', () => {
  const { connection, socket } = aConnection()
  connection.send('Chat', { text: 'done' })
  connection.send('MakeMove', { move: 'e2e4', ply: 0 })
  socket().sent.length = 0
  connection.resend(1, (name) => name !== 'MakeMove')
  assert.deepEqual(socket().sent, [])
  connection.close()
})

test('a request is sent again with the game in mind that it was meant for', () => {
  const { connection, socket } = aConnection()
  connection.send('Resign', {}, 1)
  connection.send('Resign', { again: true }, 2)
  socket().sent.length = 0
  connection.resend(0, (_, __, game) => game === 2)
  assert.deepEqual(socket().sent, [{ Resign: { again: true, n: 2 } }])
  connection.close()
})

test('whoever was shown out does not knock again', () => {
  const { told, socket, receive } = aConnection()
  receive('ActionSuccess', { request: 'JoinGame', ok: false, error: 'ROOM_FULL' })
  socket().onclose({ code: 4409 })
  assert.deepEqual(told, ['ActionSuccess', 4409])
  assert.equal(FakeSocket.made.length, 1)
})

test('on waking, a line that has been silent is given up for a new one at once', () => {
  const { connection, socket } = aConnection()
  connection.receivedAt = performance.now() - 2_000
  const before = socket()
  document.dispatchEvent(new Event('visibilitychange'))
  assert.notEqual(socket(), before)
  connection.close()
})

test('where the room is in another process the line goes there, and the rest of the page does not notice', () => {
  const { connection, told, socket, receive } = aConnection()
  receive('ActionSuccess', { request: 'JoinGame', ok: false, error: 'ELSEWHERE', url: 'https://two.host:8/' })
  assert.equal(socket().url, 'wss://two.host:8/rooms/WOLF/ws?token=1')
  receive('Moved', { url: 'https://three.host', code: 'WOLF' })
  assert.equal(socket().url, 'wss://three.host/rooms/WOLF/ws?token=1')
  assert.deepEqual(told, [])
  connection.close()
})

test('a process that is not there is looked for at home, and a line that breaks there begins at home', () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { connection, told, socket, receive } = aConnection()
  receive('Moved', { url: 'http://two.host', code: 'WOLF' })
  socket().onclose({ code: 1006 })
  mock.timers.tick(1_000)
  assert.equal(socket().url, 'ws://host/rooms/WOLF/ws?token=1')
  receive('Moved', { url: 'http://two.host', code: 'WOLF' })
  mock.timers.tick(1_000)
  receive('ActionSuccess', { request: 'Rejoin', ok: true, snapshot: {} })
  socket().onclose({ code: 1006 })
  mock.timers.tick(1_000)
  assert.equal(socket().url, 'ws://host/rooms/WOLF/ws?token=1')
  assert.deepEqual(told, ['ActionSuccess', 'lost'])
  connection.close()
  mock.timers.reset()
})

test('whoever is sent from one to another without end stops', () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const { connection, told, receive } = aConnection()
  for (let hop = 0; hop < 20 && !told.length; hop++) {
    receive('ActionSuccess', { request: 'JoinGame', ok: false, error: 'ELSEWHERE', url: 'http://two.host' })
    mock.timers.tick(1_000)
  }
  assert.deepEqual(told, ['ActionSuccess'])
  connection.close()
  mock.timers.reset()
})
