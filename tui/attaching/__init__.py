"""A run seen and steered from another process: a socket beside each live run.

Law: the socket speaks the run file's own lines, from the first one on, so that joining late misses
nothing. Nothing is kept for a watcher: one that stalls or dies costs the run nothing.
"""
