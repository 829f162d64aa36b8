"""Text is found again: the catalog (SQLite and FTS5), vectors (Chroma), the embedder (ONNX Runtime), search.

Nothing is imported here: `app.index.catalog` alone is light, and numpy, onnxruntime and chromadb are loaded when wanted.
"""
