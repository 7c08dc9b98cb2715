"""Sheets v4: spreadsheets of tabs of cells, changed by atomic batches."""
