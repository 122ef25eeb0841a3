-- Elements that outlive the drafts they were made in. `story` is a storyboard that holds the one element: its name,
-- description and pictures; `extra` is what such a file does not carry.
CREATE TABLE cast_members (
    id                TEXT NOT NULL PRIMARY KEY,
    name              TEXT NOT NULL,
    story             TEXT NOT NULL,
    extra             TEXT NOT NULL,
    notes             TEXT NOT NULL DEFAULT '',
    changed_at_millis INTEGER NOT NULL
) STRICT;

-- Drafts that keep their own name for one of the cast: the cast's new one is not offered to them again.
CREATE TABLE cast_kept_names (
    draft   TEXT NOT NULL,
    cast_id TEXT NOT NULL,
    name    TEXT NOT NULL, -- the cast's name they do without
    PRIMARY KEY (draft, cast_id)
) STRICT, WITHOUT ROWID;
