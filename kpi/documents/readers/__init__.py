"""One module a format, each with `read`; they are loaded when a file of the format comes up.

All hand over the same kind of `Document`, set by the modules of layout and blocks that they share.
Which module a file goes to is decided in `reading`, not here."""
