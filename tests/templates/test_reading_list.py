"""The books that the product recommends."""

from __future__ import annotations

from templates.reading_list import reading_list


def test_both_books_of_the_practice_are_there_by_their_author() -> None:
    words = [book.words for book in reading_list()]
    assert words == [
        "Mentoring in Action, by Carol Pelletier Radford",
        "The First Years Matter, by Carol Pelletier Radford",
    ]
    links = [book.link for book in reading_list() if book.link]
    assert all(link.startswith("https://") for link in links)
