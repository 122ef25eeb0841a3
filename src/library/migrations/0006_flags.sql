-- What a person thinks of a clip: 'picked' or 'rejected'; NULL is nothing yet.
ALTER TABLE clips ADD COLUMN flag TEXT;
CREATE INDEX clips_flagged ON clips (flag, created_at_millis) WHERE is_trashed = 0 AND flag IS NOT NULL;
