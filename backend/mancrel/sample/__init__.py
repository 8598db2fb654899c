"""The sample shop, a living system for newcomers.

`mancrel seed` loads it, `mancrel seed --remove` removes it.

What it holds stands in ``data/*.toml``; ``script`` reads it, ``catalogue`` and ``people`` load what stands
still, ``talks`` plays the conversations through the real assistant and the real verbs, and ``removal``
takes everything away again. ``clock`` makes it look as if it had happened over the last four weeks.
"""
