"""What can be disputed about an entity and its actors. Pure: no clock, no table, no request."""
