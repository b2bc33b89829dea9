"""What readers see: charts, figures, and the evidence behind every number."""
