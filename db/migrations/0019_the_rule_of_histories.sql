-- By which rule the histories were worked out: how many checks in a row had to see a page gone before
-- it was called removed.  Without a row nobody knows: an earlier program kept no number.

CREATE TABLE history_rule (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  confirm_removed_checks INTEGER NOT NULL CHECK (confirm_removed_checks >= 1),
  earlier_checks INTEGER CHECK (earlier_checks >= 1),   -- NULL beside a page: it is not known
  worked_out_to INTEGER                      -- pages beyond go by the earlier number; NULL: none does
) STRICT;

-- The pages that the number can matter to.  Only an absence pays for it.
CREATE INDEX fetches_absent ON fetches(page_id) WHERE how = 'absent';
