"""Brings published results of NAS-Bench-201's cells into tenas's accuracy tables (HDF5)."""
