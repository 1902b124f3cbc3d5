"""Voice commands, the same for sentences, intents and tools of language models.

`recognition` turns a sentence into a `Command`; intents and tools build it from their
fields. `performing` performs the command and returns the answer.
"""
