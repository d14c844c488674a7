"""The page of `tenas explore`: text, style and script, and what bundles them with data and drawing library."""
