"""Making Time: what a mentoring program asks for, what was logged, and who
needs you.
"""
