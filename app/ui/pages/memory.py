"""Where each document was left, within this run of the program and from one to the next."""

from collections.abc import Collection, Mapping

from app.ui.pages.desk import Standing
from app.ui.pages.geometry import LARGEST, SMALLEST, Spot, Zoom

_MOST = 200
"""Documents whose place is kept from one run to the next: those that were read last."""


class Memory:
    """Standings by document id."""

    def __init__(self) -> None:
        self._left: dict[str, Standing] = {}

    def put(self, document: str, standing: Standing) -> None:
        self._left.pop(document, None)
        self._left[document] = standing

    def get(self, document: str) -> Standing | None:
        return self._left.get(document)

    def keep_only(self, documents: Collection[str]) -> None:
        self._left = {ident: standing for ident, standing in self._left.items() if ident in documents}

    def state(self) -> dict[str, object]:
        """As plain values for a settings file."""
        kept = list(self._left.items())[-_MOST:]
        places = {ident: [at.spot.page, round(at.spot.x, 1), round(at.spot.y, 1), at.zoom] for ident, at in kept}
        return {"places": places}

    def restore(self, state: Mapping[str, object]) -> None:
        """What `state` gave; whatever is not of that form is passed over."""
        places = state.get("places")
        for ident, place in places.items() if isinstance(places, Mapping) else ():
            standing = _standing(place)
            if standing is not None:
                self._left[str(ident)] = standing


def _standing(value: object) -> Standing | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    page, x, y, zoom = value[0], value[1], value[2], _zoom(value[3])
    numbers = isinstance(page, int) and isinstance(x, int | float) and isinstance(y, int | float)
    return Standing(Spot(page, float(x), float(y)), zoom) if numbers and zoom is not None else None


def _zoom(value: object) -> Zoom | None:
    if value == "width" or value == "page":
        return "width" if value == "width" else "page"
    if isinstance(value, int | float) and SMALLEST <= value <= LARGEST:
        return float(value)
    return None
