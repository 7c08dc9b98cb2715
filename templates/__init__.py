"""The sheets: what is declared, how it is made, how people's tabs are read and
the tool's tabs written.
"""
