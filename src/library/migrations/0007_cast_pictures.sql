-- The cast owns its pictures: a story names the library's own copies by their place inside the library, and `origins`
-- says (as JSON, copy by copy) which file each was taken from. Archived ones are not offered to drafts.
ALTER TABLE cast_members ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cast_members ADD COLUMN origins TEXT NOT NULL DEFAULT '{}';
