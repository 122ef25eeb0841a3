-- Where a prepared picture lies at a vendor, and until when. What is lost here is uploaded again: it is in no journal.
CREATE TABLE uploads (
    vendor            TEXT NOT NULL,
    origin            TEXT NOT NULL,
    sha256            TEXT NOT NULL,
    url               TEXT NOT NULL,
    expires_at_millis INTEGER NOT NULL,
    PRIMARY KEY (vendor, origin, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_expiry ON uploads (expires_at_millis);
