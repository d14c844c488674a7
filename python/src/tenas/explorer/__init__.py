"""The page of `tenas explore`: its text, style and script, and what bundles them with the data and the drawing library."""
