-- Every check moved its page in two indexes by the moment when it is due.  The one a host does for
-- both: the frontier has the first moment of each host.
DROP INDEX pages_due;
