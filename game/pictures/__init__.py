"""Pictures that people upload or choose: reading their size, and re-encoding them small and clean.

Used by the server, which never passes uploaded bytes on, by packs of questions, and by the window. No I/O. `header`
needs nothing but the bytes; `recoding` needs Pillow, and is imported only when there is a picture.
"""
