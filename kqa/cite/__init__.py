"""Citing: bibliographies, checking quotations word for word, checking and filling drafts."""
