import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import './browser.mjs'

/** As much of an element as the focus needs. */
class FakeElement {
  constructor(localName, label = '') {
    this.localName = localName
    this.textContent = label
    this.children = []
  }

  getAttribute() {
    return null
  }

  hasAttribute() {
    return false
  }

  querySelectorAll(localName) {
    return this.children.filter((each) => each.localName === localName)
  }

  contains(other) {
    return other === this || this.children.includes(other)
  }

  replaceChildren(...children) {
    if (this.children.includes(document.activeElement)) document.activeElement = body
    this.children = children
  }

  focus() {
    document.activeElement = this
  }
}

globalThis.HTMLElement = FakeElement
const body = new FakeElement('body')
const { fill } = await import('../../server/web/js/dom.js')

beforeEach(() => {
  document.activeElement = body
})

/** A list of buttons. */
function aList(...labels) {
  const list = new FakeElement('ul')
  refill(list, ...labels)
  return list
}

function refill(list, ...labels) {
  fill(list, ...labels.map((label) => new FakeElement('button', label)))
}

test('a button that is made anew keeps the focus', () => {
  const list = aList('Chat', 'Leave')
  list.children[1].focus()
  refill(list, 'Resign', 'Chat', 'Leave')
  assert.equal(document.activeElement, list.children[2])
})

test('a button that is gone leaves the focus to what was around it, and not to its neighbour', () => {
  const list = aList('Chat', 'Leave')
  list.children[1].focus()
  refill(list, 'Chat')
  assert.equal(document.activeElement, list)
})

test('of several buttons that say the same none gets the focus: Enter would judge another answer', () => {
  const list = aList('Right', 'Right')
  list.children[0].focus()
  refill(list, 'Right')
  assert.equal(document.activeElement, list)
  refill(list, 'Right')
  list.children[0].focus()
  refill(list, 'Right', 'Right')
  assert.equal(document.activeElement, list)
})

test('whoever is elsewhere stays there', () => {
  const list = aList('Chat')
  refill(list, 'Chat')
  assert.equal(document.activeElement, body)
})
