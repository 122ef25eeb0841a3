-- What the library knows of itself. `version` repeats PRAGMA user_version in every version there will ever be, so
-- that a damaged header is told from a newer library.
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('version', 1), ('journal_bytes', 0);

-- One wish a row. States are the words of DESIGN §4; `lane` sorts them: 0 unknown, 1 under way, 2 ended.
CREATE TABLE tasks (
    seq               INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    batch             INTEGER NOT NULL,
    created_at_millis INTEGER NOT NULL,
    lane              INTEGER NOT NULL CHECK (lane IN (0, 1, 2)),
    state             TEXT NOT NULL,
    upload_tries      INTEGER NOT NULL,
    send_tries        INTEGER NOT NULL,
    busy_tries        INTEGER NOT NULL,
    download_tries    INTEGER NOT NULL,
    offering          TEXT NOT NULL,
    vendor            TEXT NOT NULL,
    origin            TEXT NOT NULL,
    is_practice       INTEGER NOT NULL CHECK (is_practice IN (0, 1)),
    remote            TEXT,
    endpoint          TEXT NOT NULL,
    story             TEXT NOT NULL, -- a storyboard file's JSON
    extra             TEXT NOT NULL, -- what such a file does not carry
    pictures          TEXT NOT NULL, -- JSON: the place a picture was named → SHA-256 of its prepared bytes
    fingerprint       TEXT NOT NULL, -- equal for requests that would be charged for the same thing
    trouble           TEXT,          -- JSON: rule and arguments
    vendor_word       TEXT,
    progress          INTEGER,
    uploaded          INTEGER,
    to_upload         INTEGER,
    link              TEXT,
    files             TEXT NOT NULL, -- JSON: names below clips/
    estimate_unit     TEXT,
    estimate          INTEGER,
    billed_unit       TEXT,
    billed            INTEGER,
    trace_id          TEXT,
    sent_at_millis    INTEGER,
    ended_at_millis   INTEGER,
    retry_at_millis   INTEGER,
    resent_from       TEXT,
    seal              INTEGER NOT NULL -- a checksum over the columns that are not NULL, seq aside
) STRICT;
CREATE INDEX tasks_queue ON tasks (lane, created_at_millis DESC, seq DESC);
CREATE INDEX tasks_created ON tasks (created_at_millis);
CREATE INDEX tasks_state ON tasks (state);
CREATE INDEX tasks_batch ON tasks (batch);
CREATE INDEX tasks_fingerprint ON tasks (fingerprint, created_at_millis);

CREATE TABLE clips (
    task              INTEGER PRIMARY KEY REFERENCES tasks (seq),
    file              TEXT NOT NULL, -- the name below clips/
    sha256            TEXT NOT NULL,
    codec             TEXT NOT NULL,
    bytes             INTEGER NOT NULL,
    width             INTEGER NOT NULL,
    height            INTEGER NOT NULL,
    seconds           REAL,          -- SQLite keeps what is no number as NULL
    frames            INTEGER NOT NULL,
    fps               REAL,
    audio_codec       TEXT,
    audio_rate        INTEGER,
    audio_channels    INTEGER,
    audio_seconds     REAL,
    remarks           TEXT NOT NULL, -- JSON: a list of rules and arguments
    is_trashed        INTEGER NOT NULL CHECK (is_trashed IN (0, 1)),
    created_at_millis INTEGER NOT NULL, -- its task's, so that the gallery is one walk of an index
    seal              INTEGER NOT NULL
) STRICT;
CREATE INDEX clips_shelf ON clips (created_at_millis) WHERE is_trashed = 0;
CREATE INDEX clips_sha256 ON clips (sha256);

-- What a search looks through: title and prompts in lower case, kept when the clip is gone.
CREATE TABLE task_words (
    task  INTEGER PRIMARY KEY REFERENCES tasks (seq),
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE task_search USING fts5 (
    words, content = 'task_words', content_rowid = 'task', tokenize = 'trigram', detail = 'full'
);

CREATE TABLE drafts (
    id                TEXT NOT NULL PRIMARY KEY,
    heading           TEXT NOT NULL,
    changed_at_millis INTEGER NOT NULL,
    is_deleted        INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    story             TEXT NOT NULL,
    extra             TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_changed ON drafts (changed_at_millis) WHERE is_deleted = 0;
