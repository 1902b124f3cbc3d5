"""The public surface: what people, automations, clients and other programs depend on.

Each file collects a part of it from a real Home Assistant, as lines of which each says one
thing, and compares them with a snapshot. A change that is meant is written by
`--snapshot-update`; the diff then names what others have to change.
"""
