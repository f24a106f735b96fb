"""How each kind of chart is drawn on a slide."""
