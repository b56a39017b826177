"""The page: the whole match in a browser, with nothing to install. HTML, CSS and ES modules, served as they are.

`site` gathers the files, `catalogue` tells the page of upgrades and emotes, and `types` writes js/types.js, by which
the page's own code is checked against the messages.
"""
