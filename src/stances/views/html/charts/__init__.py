"""Charts as inline SVG.

Horizontal places are shares of the width, so that letters and marks keep their size on a phone;
text that has to wrap is HTML beside the drawing.
"""
