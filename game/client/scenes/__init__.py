"""The screens. `<name>.py` is a screen's view; `<name>_logic.py`, where there is one, its half without pygame."""
