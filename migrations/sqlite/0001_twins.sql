-- Every table is keyed by the twin first. Objects are JSON documents: the state lives in memory,
-- this is its durable copy.
CREATE TABLE twins (
    twin     TEXT PRIMARY KEY NOT NULL,
    firmware TEXT NOT NULL,
    platform TEXT NOT NULL,
    seed     INTEGER NOT NULL,
    clock    INTEGER,              -- ms since the epoch at which time stands still; NULL: real time
    fixture  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE objects (
    twin TEXT NOT NULL,
    kind TEXT NOT NULL,
    id   INTEGER NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (twin, kind, id)
) WITHOUT ROWID;

CREATE TABLE links (
    twin     TEXT NOT NULL,
    relation TEXT NOT NULL,
    parent   INTEGER NOT NULL,
    child    INTEGER NOT NULL,
    PRIMARY KEY (twin, relation, parent, child)
) WITHOUT ROWID;

CREATE TABLE sequences (
    twin    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    last_id INTEGER NOT NULL,
    PRIMARY KEY (twin, kind)
) WITHOUT ROWID;
