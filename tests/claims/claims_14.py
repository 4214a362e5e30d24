"""What notebook 14 says."""
