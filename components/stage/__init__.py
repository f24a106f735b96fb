"""The stage: scenes of a conference, drawn once and shown live, in one file, as slides and on paper."""
