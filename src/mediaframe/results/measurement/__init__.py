"""Shares in scored news: their figures, tables, drawings and page."""
