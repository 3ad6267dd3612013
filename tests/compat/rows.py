"""The rows of known-bugs: which there are, and for which inits each of them counts."""
ROLES = ("dumb-init", "tini", "catatonit")
ROWS = []  # (function, roles), in the order in which they are tried.


class Skipped(Exception):
    """A row that cannot be tried here; its text is the reason."""


def row_of(*roles):
    def add(function):
        ROWS.append((function, roles))
        return function

    return add


def row(function):
    return row_of(*ROLES)(function)


def rows_of(role):
    return [function for function, roles in ROWS if role in roles]
