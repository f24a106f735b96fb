"""The take-away deck of a stage for PowerPoint: native charts, tables and shapes that can be edited."""
