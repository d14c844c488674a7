"""Draws what `tenas` specifies: Vega-Lite figures as SVG and PNG, and the page that gathers them."""
