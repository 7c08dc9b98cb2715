"""What goes out to people: tables, pages, handouts, links and letters."""
