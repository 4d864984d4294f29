"""What the data commentary on the region shows, a module a part of it."""
