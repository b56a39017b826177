/** Creates and changes elements. Text is never parsed as markup, so nothing that people write can become part of the page. */

/**
 * An element with properties, attributes, listeners and children.
 *
 * `class`, `role` and names with a hyphen become attributes, `on…` listeners, everything else a property.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  setAll(element, properties)
  element.append(...children.filter(isShown))
  return element
}

/**
 * The same for SVG, where everything but listeners becomes an attribute.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    } else {
      element.setAttribute(name, String(value))
    }
  }
  element.append(...children.filter(isShown))
  return element
}

/**
 * @param {HTMLElement} element
 * @param {Record<string, unknown>} properties
 */
function setAll(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
    } else if (name === 'class' || name === 'role' || name.includes('-')) {
      if (value !== undefined && value !== false) element.setAttribute(name, String(value))
    } else {
      Object.assign(element, { [name]: value })
    }
  }
}

/**
 * @param {Node | string | null | undefined | false} child
 * @returns {child is Node | string}
 */
function isShown(child) {
  return child !== null && child !== undefined && child !== false
}

/**
 * Set a text if it has changed. An unneeded change would disturb screen readers and selections.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/**
 * Replace an element's children. Whoever is among them by keyboard stays there.
 *
 * @param {Element} element
 * @param {...(Node | string | null | undefined | false)} children
 */
export function fill(element, ...children) {
  const { activeElement } = document
  const focused = activeElement !== element && element.contains(activeElement) ? activeElement : null
  const alone = focused !== null && alike(element, focused).length === 1
  element.replaceChildren(...children.filter(isShown))
  if (focused && !element.contains(focused)) restoreFocus(element, focused, alone)
}

/**
 * Give the focus to what says the same as what had it. If nothing does, or several do, the element around gets it and
 * not what is in its place now: the next press of Enter would do something else than was meant.
 *
 * @param {Element} element
 * @param {Element} focused What had the focus and is gone.
 * @param {boolean} alone Whether nothing else said the same.
 */
function restoreFocus(element, focused, alone) {
  const same = alike(element, focused)
  if (alone && same.length === 1 && same[0] instanceof HTMLElement) same[0].focus({ preventScroll: true })
  if (!element.contains(document.activeElement) && element instanceof HTMLElement) focusOn(element)
}

/**
 * What there is of the same kind that says the same.
 *
 * @param {Element} element
 * @param {Element} focused
 */
function alike(element, focused) {
  return [...element.querySelectorAll(focused.localName)].filter((each) => labelOf(each) === labelOf(focused))
}

/**
 * Let a keyboard go on from here, though this itself takes no press.
 *
 * @param {HTMLElement} element
 */
export function focusOn(element) {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus({ preventScroll: true })
}

/** @param {Element} element */
const labelOf = (element) => element.getAttribute('aria-label') ?? element.textContent

/**
 * @param {HTMLElement | SVGElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  element.toggleAttribute('hidden', !shown)
}
