"""From a claim to its source: bibliography, quotations, studies, and drafts checked against the articles."""
