"""Writes resources/near-words.txt.gz: for each common word of English, the words that are near to it in meaning.

    python packaging/near_words.py FOLDER        FOLDER holds all-MiniLM-L6-v2, model.onnx and tokenizer.json

The words are those that the model's own vocabulary holds whole, about 21,000; what is near is the cosine of their embeddings.
Words of one stem count once. The same model gives the same bytes.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.index.catalog.tokens import stems_of
from app.index.embedder import Embedder
from app.stop import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TARGET = Path(__file__).resolve().parents[1] / "resources" / "near-words.txt.gz"
_WORD = re.compile(r"[a-z]{3,}")
_LEAST = 0.5
"""Cosine: below, two words of everyday language have no more in common than any two."""
_MOST = 12
_LOOKED_AT = 200
_AT_ONCE = 512


def main() -> int:
    folder = Path(sys.argv[1])
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = sorted(word for word in vocabulary if _WORD.fullmatch(word))
    vectors = Embedder(folder).embed(words, stop=Stop())
    lines = [f"{word} {near}\n" for word, near in zip(words, _near(words, vectors), strict=True) if near]
    TARGET.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    print(f"{TARGET}: {len(lines)} words, {TARGET.stat().st_size} bytes")
    return 0


def _near(words: Sequence[str], vectors: "NDArray[np.float32]") -> Iterator[str]:
    """For each word the words near to it, each with its cosine in hundredths: 'bicycles93 cycling74'."""
    import numpy as np

    stems = stems_of(words)
    for start in range(0, len(words), _AT_ONCE):
        cosines = vectors[start : start + _AT_ONCE] @ vectors.T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :_LOOKED_AT]
        for row, others in enumerate(order.tolist()):
            found = {stems[start + row]: ""}
            for other in others:
                if cosines[row, other] >= _LEAST and len(found) <= _MOST:
                    found.setdefault(stems[other], f"{words[other]}{round(100 * float(cosines[row, other]))}")
            yield " ".join(found.values()).strip()


if __name__ == "__main__":
    sys.exit(main())
