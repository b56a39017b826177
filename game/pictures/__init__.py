"""Pictures that people bring: how large they are, and how a small clean one is made of them.

For the server, which never passes on what it was given; for packs of questions; and for the window. No I/O. `header`
needs nothing but the bytes; `recoding` needs Pillow, and whoever uses it imports it only when there is a picture.
"""
