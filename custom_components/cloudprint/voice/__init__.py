"""Spoken commands: what they can name, what they mean, and what is answered.

Sentences, intents and the tools of language models all come to one function, which is
`performing.async_perform`.
"""
