/** As much of a browser as the page's code needs that draws nothing. */

globalThis.document = Object.assign(new EventTarget(), { baseURI: 'http://host/', visibilityState: 'visible' })
globalThis.addEventListener ??= () => {}
globalThis.removeEventListener ??= () => {}
