"""What counts as done, late, proved and evaluated. Pure: no database, no clock."""
