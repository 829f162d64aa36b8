"""A file becomes text with places. The only importer of PyMuPDF, and that inside a worker process only."""

from app.documents.chunker import CHUNKER_VERSION, chunk
from app.documents.files import find_pdfs, hash_file
from app.documents.reader import READER_VERSION, Limits, Reader, read
from app.documents.viewing import Viewer
from app.documents.writing import write_pdf

__all__ = [
    "CHUNKER_VERSION",
    "READER_VERSION",
    "Limits",
    "Reader",
    "Viewer",
    "chunk",
    "find_pdfs",
    "hash_file",
    "read",
    "write_pdf",
]
