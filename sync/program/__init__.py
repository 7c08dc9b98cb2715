"""What is declared: settings, the lock file, the opened program, and files of
rows.
"""
