"""What notebook 16 says."""
