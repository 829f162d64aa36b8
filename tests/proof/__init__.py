"""The network proof: the real program's whole journeys, followed by the system. `packaging/network_proof.py` is its command."""
