"""The page as HTML: `page.py` answers, `addresses.py` reads what its address asks for, `context.py` names all that the
templates may use.
"""
