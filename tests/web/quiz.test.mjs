import './browser.mjs'
import assert from 'node:assert/strict'
import { test } from 'node:test'

const { Room } = await import('../../server/web/js/room.js')
const { Quiz, EARLY_MS, JUDGED_MS } = await import('../../server/web/js/quiz/model.js')
const { asCsv, asJson } = await import('../../server/web/js/quiz/results.js')
const words = await import('../../server/web/js/quiz/words.js')

const ANN = 2
const BOB = 3
const HOST = 1
const CLUE = { category: 0, row: 0, value: 200, clue: 'Who says woof?' }

/** A state of a quiz in which Ann has 100 points and Bob 300. */
function aState(changes = {}) {
  return {
    seq: 1,
    phase: 'grid',
    round: 0,
    rounds: 1,
    grid: [{ name: 'Dogs', values: [200, 400] }],
    open: null,
    scores: { [ANN]: 100, [BOB]: 300 },
    buzzed: null,
    locked: [],
    control: null,
    opens_ms: null,
    deadline_ms: null,
    paused: false,
    teams: {},
    wagers: {},
    most: null,
    has_final: true,
    paces: {},
    tie_ranks: {},
    tie: null,
    duel: null,
    final: null,
    stands: false,
    on_record: false,
    ...changes,
  }
}

const aPlayer = (pid, name) => ({ pid, name, role: 'player', connected: true, picture: null })

/** Ann's phone. */
function aQuiz(changes = {}) {
  const room = new Room('WOLF', false)
  room.pid = ANN
  room.connection = 'online'
  room.players = [aPlayer(ANN, 'Ann'), aPlayer(BOB, 'Bob'), { ...aPlayer(HOST, 'Quin'), role: 'screen', host: true }]
  const quiz = new Quiz(room)
  quiz.load({ state: aState(changes), title: 'An evening', show_clues: true, pace: 1, team_names: [] }, 0)
  return quiz
}

const witness = (pid, msg, data = {}) => ['Witness', { pid, msg, data }]

test('the buzzer opens when this line’s own delay says so, not when the state comes', () => {
  const quiz = aQuiz({ phase: 'reading', open: CLUE })
  quiz.receive('BuzzEnable', { at_ms: 150 }, 1000)
  quiz.receive('QuizState', aState({ phase: 'armed', open: CLUE, opens_ms: 200, deadline_ms: 15_200 }), 1000)
  assert.equal(quiz.pad(1149), 'reading')
  assert.equal(quiz.changesIn(1100), 50)
  assert.equal(quiz.pad(1150), 'armed')
})

test('whoever comes back into open buzzers may buzz at once', () => {
  const quiz = aQuiz({ phase: 'armed', open: CLUE, opens_ms: 0, deadline_ms: 9_000 })
  assert.equal(quiz.pad(0), 'armed')
})

test('a press is sent once, and waits for the decision', () => {
  const quiz = aQuiz({ phase: 'armed', open: CLUE, opens_ms: 0 })
  assert.equal(quiz.press(10), true)
  assert.equal(quiz.press(11), false)
  assert.equal(quiz.pad(12), 'sent')
  quiz.receive('QuizState', aState({ phase: 'buzzed', open: CLUE, buzzed: ANN, deadline_ms: 15_000 }), 20)
  assert.equal(quiz.pad(21), 'yours')
})

test('a press before the buzzers are open costs time, and is shown', () => {
  const quiz = aQuiz({ phase: 'reading', open: CLUE })
  assert.equal(quiz.press(100), true)
  assert.equal(quiz.pad(101), 'early')
  assert.equal(quiz.press(200), false)
  assert.equal(quiz.pad(100 + EARLY_MS), 'reading')
})

test('how much too early or too late a press was is the server’s to say', () => {
  const quiz = aQuiz({ phase: 'armed', open: CLUE, opens_ms: 0 })
  quiz.press(10)
  quiz.receive(...witness(ANN, 'BuzzEarly', { ms: 400 }), 50)
  assert.equal(quiz.pad(449), 'early')
  assert.equal(quiz.pad(450), 'armed')
  quiz.receive(...witness(ANN, 'BuzzLate', { behind_ms: 12.3 }), 500)
  assert.equal(words.behind(quiz.behindMs), '12 ms behind. So close!')
})

test('whoever was wrong is told so, and does not press again for this question', () => {
  const quiz = aQuiz({ phase: 'buzzed', open: CLUE, buzzed: ANN })
  quiz.receive(...witness(ANN, 'HostChecked', { correct: false, delta: -200, score: -100 }), 1000)
  quiz.receive('QuizState', aState({ phase: 'armed', open: CLUE, opens_ms: 0, locked: [ANN] }), 1000)
  assert.equal(quiz.pad(1001), 'wrong')
  assert.equal(quiz.pad(1000 + JUDGED_MS), 'locked')
  assert.equal(quiz.press(1000 + JUDGED_MS), false)
  assert.equal(quiz.stillMeant('Buzz'), false)
})

test('whoever was wrong sees the answer once it is shown', () => {
  const quiz = aQuiz({ phase: 'buzzed', open: CLUE, buzzed: ANN })
  quiz.receive(...witness(ANN, 'HostChecked', { correct: false, delta: -200, score: -100 }), 1000)
  quiz.receive('QuizState', aState({ phase: 'judged', open: { ...CLUE, answers: ['A dog'] } }), 1000)
  assert.equal(quiz.pad(1001), 'wrong')
  assert.equal(quiz.pad(1000 + JUDGED_MS), 'shown')
})

test('as long as nobody has points nobody has a place', () => {
  assert.equal(aQuiz({ scores: { [ANN]: 0, [BOB]: 0 } }).ownPlace, undefined)
  assert.equal(aQuiz().ownPlace, 2)
})

test('the next question has nothing of the one before', () => {
  const quiz = aQuiz({ phase: 'judged', open: CLUE })
  quiz.receive(...witness(ANN, 'HostChecked', { correct: true, delta: 200, score: 300 }), 0)
  quiz.receive('QuizState', aState({ phase: 'reading', open: { ...CLUE, row: 1 } }), 100)
  assert.equal(quiz.pad(101), 'reading')
  assert.deepEqual(quiz.judgements, [])
})

test('whoever is asked stakes, up to what the server says, and once', () => {
  const open = { category: 0, row: 1, value: 400, double: ANN }
  const quiz = aQuiz({ phase: 'wager', open, most: 400 })
  assert.deepEqual([quiz.mayWager, quiz.mostToWager], [true, 400])
  quiz.wagered = true
  assert.equal(quiz.mayWager, false)
})

test('nobody else is asked for a stake', () => {
  const quiz = aQuiz({ phase: 'wager', open: { category: 0, row: 1, value: 400, double: BOB } })
  assert.equal(quiz.mayWager, false)
})

test('whoever has no points takes part in the final without a stake', () => {
  const final = { category: 'Pups', players: [ANN, BOB], wagered: [ANN] }
  const quiz = aQuiz({ phase: 'wager', final, scores: { [ANN]: -100, [BOB]: 300 } })
  assert.deepEqual([quiz.mayWager, quiz.nothingToStake, quiz.withoutPoints], [false, true, 1])
  quiz.receive('QuizState', aState({ phase: 'final', final, deadline_ms: 9_000 }), 0)
  assert.equal(quiz.mayAnswer, true)
})

test('whoever comes after the wagers is not asked for an answer, and told why', () => {
  const final = { category: 'Pups', players: [BOB], wagered: [BOB] }
  const quiz = aQuiz({ phase: 'final', final, deadline_ms: 9_000 })
  assert.deepEqual([quiz.mayAnswer, quiz.cameTooLate], [false, true])
})

test('of the wagers and answers those are counted who take part, and of the wagers those who have points', () => {
  const final = { category: 'Pups', players: [ANN, BOB, 7], wagered: [ANN, 7], answered: [ANN, 9] }
  const quiz = aQuiz({ phase: 'wager', final, scores: { [ANN]: 100, [BOB]: 300, 7: 0 } })
  assert.equal(quiz.wagersIn, '1 of 2 ready')
  assert.equal(quiz.withoutPoints, 1)
  assert.equal(quiz.answersIn, '1 of 3 ready')
})

test('no time passes while players come back to a server that was away', () => {
  const quiz = aQuiz({ phase: 'buzzed', open: CLUE, buzzed: BOB, deadline_ms: 9_000, stands: true })
  assert.equal(quiz.leftMs(5_000), 9_000)
  quiz.receive('QuizState', aState({ phase: 'buzzed', open: CLUE, buzzed: BOB, deadline_ms: 9_000 }), 5_000)
  assert.equal(quiz.leftMs(9_000), 5_000)
})

test('a duel that the host calls off is told', () => {
  const duel = { players: [ANN, BOB], fen: '8/8/8/8/8/8/8/8 w - - 0 1', ply: 4, clocks_ms: [60_000, 45_000] }
  const quiz = aQuiz({ phase: 'over', duel })
  assert.deepEqual(quiz.receive('QuizState', aState({ phase: 'over' }), 1), [{ news: words.DUEL_OFF }])
})

test('in teams the places are the teams’', () => {
  const teams = {
    Paws: { players: [ANN], score: 100 },
    Tails: { players: [BOB], score: 300 },
    None: { players: [], score: 0 },
  }
  const quiz = aQuiz({ teams })
  assert.deepEqual(
    quiz.teamStandings.map(({ place, name, score }) => [place, name, score]),
    [
      [1, 'Tails', 300],
      [2, 'Paws', 100],
    ],
  )
  assert.equal(quiz.ownPlace, 2)
  assert.equal(words.teamStands(quiz.ownTeam, true), 'Paws · 2nd with 100')
  assert.equal(words.teamStands(quiz.ownTeam, false), 'Paws')
})

test('a tie that was settled decides the place', () => {
  const quiz = aQuiz({ phase: 'over', scores: { [ANN]: 300, [BOB]: 300 }, tie_ranks: { [BOB]: 1 } })
  assert.deepEqual(
    quiz.standings.map(({ place, player }) => [place, player.name]),
    [
      [1, 'Bob'],
      [2, 'Ann'],
    ],
  )
  assert.equal(quiz.aboutTie, '')
})

test('whoever shares a place is told who plays whom for it', () => {
  const quiz = aQuiz({ phase: 'over', tie: { place: 1, games: [[ANN, BOB]], through: [] } })
  assert.equal(quiz.aboutTie, 'Ann and Bob can play for place 1: one game on the board.')
  quiz.receive('QuizState', aState({ phase: 'over', tie: { place: 2, games: [[ANN, BOB]], through: [HOST] } }), 1)
  assert.equal(quiz.aboutTie, 'A knockout on the board for place 2. Now: Ann v Bob. Quin waits for the next round.')
  assert.equal(quiz.aboutOwnTie, quiz.aboutTie)
  quiz.receive('QuizState', aState({ phase: 'over', tie: { place: 3, games: [[BOB, 9]], through: [] } }), 1)
  assert.equal(quiz.aboutOwnTie, '')
})

test('a move in a duel is sent again only while it is still that move’s turn', () => {
  const duel = { players: [ANN, BOB], fen: '8/8/8/8/8/8/8/8 w - - 0 1', ply: 4, clocks_ms: [60_000, 45_000] }
  const quiz = aQuiz({ phase: 'over', duel })
  assert.equal(quiz.inDuel, true)
  assert.equal(quiz.stillMeant('MakeMove', { move: 'e2e4', ply: 4 }), true)
  assert.equal(quiz.stillMeant('MakeMove', { move: 'e2e4', ply: 2 }), false)
  quiz.receive('QuizState', aState({ phase: 'over', duel: { ...duel, winner: BOB } }), 1)
  assert.equal(quiz.inDuel, false)
})

test('whoever is there hears how the next quiz is set up, and that the room is locked', () => {
  const quiz = aQuiz()
  quiz.receive('QuizSetUp', { title: 'Another', show_clues: false, pace: 2, team_names: ['Paws'] }, 1)
  assert.deepEqual([quiz.title, quiz.showClues, quiz.pace, quiz.teamNames], ['Another', false, 2, ['Paws']])
  quiz.receive(...witness(1, 'LockRoom', { locked: true }), 2)
  assert.equal(quiz.locked, true)
})

test('the last answers can be changed until the time is up', () => {
  const quiz = aQuiz({ phase: 'final', final: { category: 'Pups', clue: '?', wagered: [ANN] }, deadline_ms: 30_000 })
  assert.equal(quiz.mayAnswer, true)
  quiz.receive('QuizState', aState({ phase: 'final', final: { category: 'Pups', clue: '?', wagered: [ANN] } }), 1)
  assert.equal(quiz.mayAnswer, false)
})

test('equal scores share a place', () => {
  const quiz = aQuiz({ scores: { [ANN]: 300, [BOB]: 300 } })
  assert.deepEqual(
    quiz.standings.map((each) => each.place),
    [1, 1],
  )
  assert.deepEqual(
    [1, 2, 3, 4, 11, 12, 13, 21, 111].map(words.place).join(' '),
    '1st 2nd 3rd 4th 11th 12th 13th 21st 111th',
  )
})

test('time stands still while the quiz is paused', () => {
  const quiz = aQuiz({ phase: 'armed', open: CLUE, opens_ms: null, deadline_ms: 9_000, paused: true })
  assert.equal(quiz.leftMs(5_000), 9_000)
  assert.equal(quiz.pad(5_000), 'paused')
})

test('results for a spreadsheet hold no formula, and quotes stay quotes', () => {
  const standings = [
    { place: 1, player: aPlayer(ANN, '=1+1'), team: '', score: 300 },
    { place: 2, player: aPlayer(BOB, 'B"o,b'), team: 'Cocoa', score: -100 },
  ]
  assert.equal(asCsv(standings), 'place,name,team,score\r\n1,\'=1+1,,300\r\n2,"B""o,b",Cocoa,-100\r\n')
  assert.deepEqual(JSON.parse(asJson('An evening', standings)).players[0], {
    place: 1,
    name: '=1+1',
    team: null,
    score: 300,
  })
})

test('what is no longer meant when the line is back can be done again', () => {
  const quiz = aQuiz({ phase: 'armed', open: CLUE, opens_ms: 0 })
  quiz.press(10)
  quiz.load({ state: aState({ phase: 'armed', open: CLUE, opens_ms: 0, paused: true }) }, 100)
  assert.equal(quiz.stillMeant('Buzz'), false)
  quiz.receive('QuizState', aState({ phase: 'armed', open: CLUE, opens_ms: 0 }), 200)
  assert.equal(quiz.press(300), true)
  quiz.moved = 'e1e8'
  assert.equal(quiz.stillMeant('AnswerMove'), false)
  assert.equal(quiz.moved, '')
})

test('while the server answers nothing no time passes', () => {
  const quiz = aQuiz({ phase: 'buzzed', open: CLUE, buzzed: BOB, deadline_ms: 9_000 })
  quiz.room.receive('Stored', { safe: false, stands: true }, 0)
  assert.equal(quiz.leftMs(5_000), 9_000)
  quiz.room.receive('Stored', { safe: true, stands: false }, 5_000)
  assert.equal(quiz.leftMs(5_000), 4_000)
})
