"""Voila with the few addresses that the page needs, and kernels that end with their page."""
