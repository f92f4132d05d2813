"""Where the outside hosts stand: the declaration, the judgement, the page."""
