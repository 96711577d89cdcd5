"""What the pages of the evaluation show, put into words. No permission is decided and no query is made here."""
