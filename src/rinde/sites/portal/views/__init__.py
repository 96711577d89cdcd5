"""The public pages, by what they are about. Each reads the clock, asks and renders; none writes or knows who asks."""
