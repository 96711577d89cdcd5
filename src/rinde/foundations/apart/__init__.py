"""What is done with bytes of strangers in a process of its own: it can be killed, and takes nobody with it.

Parsers of PDF can be led into hours of work or out of memory by a file of a few kilobytes; a thread cannot be stopped.
This package imports nothing at its top, so that such a process starts in a tenth of a second.
"""
