-- The links to a host, which is asked of after every run of link checks.

CREATE INDEX links_of_host ON links(host);
