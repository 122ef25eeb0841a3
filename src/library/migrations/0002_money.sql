-- Where a task stands in its vendor's line; NULL stands behind every number, in the order of asking.
ALTER TABLE tasks ADD COLUMN place INTEGER;

-- What every live wish means for a purse: one row a task that has cost, may have cost or will cost something. Made from
-- `tasks` and kept beside it, so that a month of a large library is summed without reading a storyboard.
CREATE TABLE spending (
    at_millis        INTEGER NOT NULL, -- when it was sent; until then, when it was asked for
    task             INTEGER NOT NULL REFERENCES tasks (seq),
    stage            INTEGER NOT NULL CHECK (stage IN (0, 1, 2, 3)), -- 0 in line, 1 sent, 2 nobody knows, 3 failed
    vendor           TEXT NOT NULL,
    project          TEXT NOT NULL,    -- the draft's title, else the first line of its prompt
    seconds          INTEGER NOT NULL,
    estimate_usd     INTEGER,          -- millionths
    estimate_credits INTEGER,          -- thousandths
    billed_usd       INTEGER,
    billed_credits   INTEGER,
    PRIMARY KEY (at_millis, task)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX spending_task ON spending (task);
CREATE INDEX spending_in_line ON spending (task) WHERE stage = 0;

-- A storyboard may say any number of seconds, also one that is no INTEGER here.
INSERT INTO spending
SELECT coalesce(sent_at_millis, created_at_millis),
       seq,
       CASE WHEN state IN ('queued', 'uploading', 'waiting') THEN 0
            WHEN state IN ('unknown', 'given-up') THEN 2
            WHEN state = 'failed' THEN 3
            ELSE 1 END,
       vendor,
       CASE WHEN json_valid(story) THEN
           substr(coalesce(nullif(trim(json_extract(story, '$.title')), ''), nullif(trim(json_extract(story, '$.prompt')), ''), ''), 1, 80)
       ELSE '' END,
       CASE WHEN json_valid(story) THEN coalesce(CAST(min(json_extract(story, '$.seconds'), 1000000000) AS INTEGER), 0) ELSE 0 END,
       CASE WHEN estimate_unit = 'micro-usd' THEN estimate END,
       CASE WHEN estimate_unit = 'milli-credits' THEN estimate END,
       CASE WHEN billed_unit = 'micro-usd' THEN billed END,
       CASE WHEN billed_unit = 'milli-credits' THEN billed END
FROM tasks
WHERE is_practice = 0 AND state NOT IN ('rejected', 'not-sent', 'cancelled');
