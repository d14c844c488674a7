"""What `tenas` leaves to Python: figures as SVG and PNG, the page that gathers them, Parquet and HDF5."""
