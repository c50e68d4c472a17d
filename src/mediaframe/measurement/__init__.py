"""Shares in scored news: a plan fixed before labels are seen, a random sample of it, estimates, a page."""
