"""The project's own small set of widgets. One module each; all share `base.Widget`."""
