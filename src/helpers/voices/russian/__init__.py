"""Attribution in Russian."""
