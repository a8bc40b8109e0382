"""Articles: reading source files, the structure of the canonical text, citations, reference lists."""
