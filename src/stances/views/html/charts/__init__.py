"""Charts as inline SVG.

Horizontal places are shares of the width, so that letters and marks keep their size on a phone.
Text that must wrap is HTML beside the drawing.
"""
