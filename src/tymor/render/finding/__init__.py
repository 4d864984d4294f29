"""How readers find pages: the words of each page, and one index of a site for each language."""
