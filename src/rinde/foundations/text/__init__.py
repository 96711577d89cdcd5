"""Spanish as plans write it: folding, quantities, dates and schedules. Pure; knows no plan, no table, no clock."""
