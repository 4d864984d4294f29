"""From ``page.json`` to HTML, PDF, CSV and Quarto Markdown."""
