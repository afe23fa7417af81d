"""Tidy tables drawn as Altair charts; computes nothing and changes no table.

Colours keep 3:1 contrast on both themes and differ for all kinds of colour vision; nothing is told
by colour alone. Months are drawn in UTC, so that no time zone moves them.
"""
