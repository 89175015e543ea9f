"""Charts as inline SVG.

Places across are shares of the width, so that letters and marks keep their size on a phone; what
has to wrap is HTML beside them.
"""
