"""Inglenook: summarises PDFs and answers questions about them with a model on this machine."""

__version__ = "0.1.0"
