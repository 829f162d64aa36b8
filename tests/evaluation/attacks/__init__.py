"""Documents that give orders: attacks of our own, set as PDFs, and what became of them."""
