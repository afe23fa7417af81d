"""Simple rules that a forecast of growth has to beat, one function each.

All read nothing but the monthly counts of the niches and of their field; a larger value stands for
more expected growth, and a value that is not a number says nothing.
"""
