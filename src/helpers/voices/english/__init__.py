"""Attribution in English."""
