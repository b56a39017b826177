"""The page: the whole match in a browser, with nothing to install. HTML, CSS and ES modules, served as they are.

`site` gathers the files, `catalogue` has the upgrades and emotes as data, and `types` writes js/types.js, against which
the page's code is checked.
"""
