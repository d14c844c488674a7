"""What is published as pickles: results of NAS-Bench-201's cells for accuracy tables, and images."""
