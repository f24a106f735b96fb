"""Charts that are taken away and shown on a stage: records in, one picture and its table out.

A builder (``criteria_bars``, ``intervals``, …) takes records and a translator and returns a
:class:`~components.pictures.chart.Chart`: the finding, the drawing and the table it was drawn from.
``frame`` puts title, legend, source line and edition around it; ``catalogue`` lists every chart.
"""
