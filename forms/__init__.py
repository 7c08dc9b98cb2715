"""The meeting log: the form that is declared, the answers that come back, the links that lead to it."""
