"""Runs that other programs have saved, as run files.

Law: each format has a file here, a function from what was saved to `SavedRun`s; where they are kept
is the business of `keeping`. Nothing is made up: what was not saved is left out, and a run says how
far its times can be trusted.
"""
