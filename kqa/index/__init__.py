"""Retrieval: passages, encoder, dense and sparse search, fusion, and the store that keeps them."""
