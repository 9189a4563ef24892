"""The static copy: the whole public site of one slot as files, which need no server.

`export.py` makes a copy, `verify.py` checks one; `names.py` says which file an address is in.
"""
