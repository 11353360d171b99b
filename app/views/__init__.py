"""Pure views of a spec and a frame: drawing, figures, text."""
