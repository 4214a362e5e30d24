"""The live page: a trained network as one HTML file that computes in the browser."""
