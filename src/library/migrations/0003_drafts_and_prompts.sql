-- A line of the drafts' list, what a search of it looks through, the bin, and the file a draft was last written to.
ALTER TABLE drafts ADD COLUMN cut TEXT NOT NULL DEFAULT 'one-shot';
ALTER TABLE drafts ADD COLUMN seconds INTEGER NOT NULL DEFAULT 5;
ALTER TABLE drafts ADD COLUMN shots INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN opening TEXT NOT NULL DEFAULT ''; -- the first words anybody wrote
ALTER TABLE drafts ADD COLUMN words TEXT NOT NULL DEFAULT '';   -- title and prompts in lower case
ALTER TABLE drafts ADD COLUMN deleted_at_millis INTEGER;
ALTER TABLE drafts ADD COLUMN file TEXT;
ALTER TABLE drafts ADD COLUMN file_sha256 TEXT;                 -- of the file as it was read or written
CREATE INDEX drafts_bin ON drafts (deleted_at_millis) WHERE is_deleted = 1;
CREATE INDEX drafts_file ON drafts (file) WHERE file IS NOT NULL;

UPDATE drafts SET deleted_at_millis = changed_at_millis WHERE is_deleted = 1;
-- A draft may say any number of seconds, also one that is no INTEGER here or whose sum is none.
UPDATE drafts SET
    cut = coalesce(json_extract(story, '$.cut'), 'one-shot'),
    seconds = CASE json_extract(story, '$.cut')
        WHEN 'by-hand' THEN (
            SELECT coalesce(sum(CAST(min(json_extract(value, '$.seconds'), 1000000000) AS INTEGER)), 0)
            FROM json_each(story, '$.shots'))
        ELSE coalesce(CAST(min(json_extract(story, '$.seconds'), 1000000000) AS INTEGER), 5) END,
    shots = coalesce(json_array_length(story, '$.shots'), 0),
    opening = substr(coalesce(
        nullif(trim(json_extract(story, '$.prompt')), ''), json_extract(story, '$.shots[0].prompt'), ''), 1, 200),
    words = lower(concat_ws(char(10), nullif(json_extract(story, '$.title'), ''),
        nullif(json_extract(story, '$.prompt'), ''),
        (SELECT group_concat(json_extract(value, '$.prompt'), char(10)) FROM json_each(story, '$.shots'))))
WHERE json_valid(story);

-- Everything that was ever sent in words, each once, kept when its clip is gone.
CREATE TABLE prompts (
    id             INTEGER PRIMARY KEY,
    text           TEXT NOT NULL UNIQUE,
    is_negative    INTEGER NOT NULL CHECK (is_negative IN (0, 1)),
    is_of_shot     INTEGER NOT NULL CHECK (is_of_shot IN (0, 1)),
    task           INTEGER NOT NULL REFERENCES tasks (seq), -- the newest that sent it
    used_at_millis INTEGER NOT NULL,
    uses           INTEGER NOT NULL
) STRICT;
CREATE INDEX prompts_used ON prompts (is_negative, used_at_millis, id);

INSERT INTO prompts (text, is_negative, is_of_shot, task, used_at_millis, uses)
SELECT text, is_negative, is_of_shot, seq, max(at), count(*) FROM (
    SELECT json_extract(story, '$.prompt') AS text, 0 AS is_negative, 0 AS is_of_shot, seq, created_at_millis AS at
    FROM tasks WHERE json_valid(story) AND coalesce(json_extract(story, '$.cut'), 'one-shot') <> 'by-hand'
    UNION ALL
    SELECT json_extract(shot.value, '$.prompt'), 0, 1, seq, created_at_millis
    FROM tasks, json_each(CASE WHEN json_valid(story) THEN story ELSE '{}' END, '$.shots') shot
    WHERE json_valid(story) AND json_extract(story, '$.cut') = 'by-hand'
    UNION ALL
    SELECT json_extract(story, '$.negative_prompt'), 1, 0, seq, created_at_millis FROM tasks WHERE json_valid(story)
) WHERE trim(coalesce(text, ''), char(9, 10, 13, 32)) <> '' GROUP BY text ORDER BY max(at), seq;
