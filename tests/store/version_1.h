// A store as weir wrote it when its version was 1: a graph of three nodes and two files, of which one is done and one
// dead, published.
#pragma once

namespace weir::store::test {

inline constexpr const char* kVersion1Tables = R"sql(
CREATE TABLE run (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  graph         TEXT    NOT NULL,
  fingerprint   TEXT    NOT NULL,
  options       TEXT    NOT NULL,
  weir          TEXT    NOT NULL,
  listed        INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),
  epoch         INTEGER NOT NULL DEFAULT 0,
  settled_epoch INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sessions (
  id           INTEGER PRIMARY KEY,
  pid          INTEGER NOT NULL,
  started_ms   INTEGER NOT NULL,
  committed_ms INTEGER NOT NULL,
  commits      INTEGER NOT NULL DEFAULT 0,
  documents    INTEGER NOT NULL DEFAULT 0,
  bytes        INTEGER NOT NULL DEFAULT 0,
  outcome      TEXT
) STRICT;

CREATE TABLE sources (id INTEGER PRIMARY KEY, node TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE sinks   (id INTEGER PRIMARY KEY, node TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE entries (
  entry           INTEGER PRIMARY KEY,
  batch           INTEGER NOT NULL,
  path            TEXT    NOT NULL,
  member          TEXT,
  location        TEXT    NOT NULL,
  size            INTEGER NOT NULL,
  mtime_ns        INTEGER NOT NULL,
  range_begin     INTEGER,
  range_end       INTEGER,
  refusal         TEXT CHECK (refusal IN ('dead', 'filtered')),
  refusal_reason  TEXT,
  refusal_message TEXT
) STRICT;

CREATE TABLE batches (
  batch       INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL,
  first_entry INTEGER NOT NULL,
  last_entry  INTEGER NOT NULL,
  ordinal     INTEGER,
  bytes       INTEGER NOT NULL,
  state       TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'committed')),
  left_out    INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1)),
  read        INTEGER NOT NULL DEFAULT 0,
  done        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batches_pending ON batches (batch) WHERE state = 'pending';

CREATE TABLE left_out (
  entry     INTEGER NOT NULL,
  ordinal   INTEGER NOT NULL,
  batch     INTEGER NOT NULL,
  own_batch INTEGER NOT NULL,
  PRIMARY KEY (entry, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  entry         INTEGER NOT NULL,
  ordinal       INTEGER NOT NULL,
  batch         INTEGER NOT NULL,
  verdict       TEXT    NOT NULL CHECK (verdict IN ('dead', 'filtered')),
  node          TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  class         TEXT,
  message       TEXT,
  attempts      INTEGER NOT NULL,
  environment   INTEGER NOT NULL CHECK (environment IN (0, 1)),
  rival_entry   INTEGER,
  rival_ordinal INTEGER,
  PRIMARY KEY (entry, ordinal),
  CHECK (verdict = 'filtered' OR class IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_dead ON documents (reason, node) WHERE verdict = 'dead';
CREATE INDEX documents_rivals ON documents (rival_entry, rival_ordinal) WHERE rival_entry IS NOT NULL;

CREATE TABLE drops (
  batch     INTEGER NOT NULL,
  node      TEXT    NOT NULL,
  reason    TEXT    NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (batch, node, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE nodes (
  node          TEXT PRIMARY KEY,
  calls         INTEGER NOT NULL,
  documents_in  INTEGER NOT NULL,
  documents_out INTEGER NOT NULL,
  dropped       INTEGER NOT NULL,
  failed        INTEGER NOT NULL,
  wall_ns       INTEGER NOT NULL,
  cpu_ns        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
  sink   INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (sink, volume)
) STRICT, WITHOUT ROWID;

CREATE TABLE extents (
  sink          INTEGER NOT NULL,
  volume        INTEGER NOT NULL,
  first_entry   INTEGER NOT NULL,
  first_ordinal INTEGER NOT NULL,
  batch         INTEGER NOT NULL,
  file          TEXT    NOT NULL CHECK (file IN ('part', 'published')),
  offset        INTEGER NOT NULL,
  length        INTEGER NOT NULL,
  records       INTEGER NOT NULL,
  checksum      INTEGER NOT NULL,
  PRIMARY KEY (sink, volume, first_entry, first_ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX extents_batch ON extents (batch);

CREATE TABLE publications (
  sink    INTEGER NOT NULL,
  volume  INTEGER NOT NULL,
  state   TEXT    NOT NULL CHECK (state IN ('intended', 'published')),
  name    TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  records INTEGER NOT NULL,
  hash    TEXT    NOT NULL,
  PRIMARY KEY (sink, volume, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  name      TEXT PRIMARY KEY,
  sink      INTEGER NOT NULL,
  batch     INTEGER NOT NULL,
  entry     INTEGER NOT NULL,
  ordinal   INTEGER NOT NULL,
  temporary TEXT,
  size      INTEGER NOT NULL,
  hash      TEXT    NOT NULL,
  epoch     INTEGER NOT NULL,
  state     TEXT    NOT NULL CHECK (state IN ('wanted', 'stale'))
) STRICT, WITHOUT ROWID;
CREATE INDEX files_batch ON files (batch);
CREATE INDEX files_epoch ON files (epoch) WHERE temporary IS NOT NULL;
CREATE INDEX files_stale ON files (batch) WHERE state = 'stale';
)sql";

inline constexpr const char* kVersion1Rows = R"sql(
INSERT INTO run VALUES (1, 'notes',
  'files' || char(9) || 'b1' || char(9) || '{"id":"files","stage":"files","version":1,"data":{},"with":{"root":"in","include":["**/*","*.{a,b}"],"max_size":"0B"},"from":[]}' || char(10) ||
  'text' || char(9) || 'b2' || char(9) || '{"id":"text","stage":"html","version":3,"data":{"icu":"72.1"},"with":{"deep":true,"share":0.65},"from":["files.out"]}' || char(10) ||
  'records' || char(9) || 'b3' || char(9) || '{"id":"records","stage":"jsonl","version":1,"data":{},"with":{"path":"a \"b\".jsonl"},"from":["text.out","text.failed"]}' || char(10),
  'limit=2', '0.1.0', 1, 7, 6);
INSERT INTO sessions VALUES (1, 4711, 1000, 2000, 3, 2, 200, 'complete');
INSERT INTO sources VALUES (1, 'files');
INSERT INTO sinks VALUES (1, 'records');
INSERT INTO entries VALUES (0, 1, 'f0', NULL, '/in/f0', 100, 5, NULL, NULL, NULL, NULL, NULL);
INSERT INTO entries VALUES (1, 1, 'f1', NULL, '/in/f1', 100, 5, NULL, NULL, NULL, NULL, NULL);
INSERT INTO batches VALUES (1, 1, 0, 1, NULL, 200, 'committed', 0, 2, 1);
INSERT INTO documents VALUES (1, 0, 1, 'dead', 'text', 'html.too_deep', 'rejected', 'deep', 1, 0, NULL, NULL);
INSERT INTO extents VALUES (1, 0, 0, 0, 1, 'published', 0, 10, 1, -5);
INSERT INTO publications VALUES (1, 0, 'published', 'a.jsonl', 10, 1, '00');
PRAGMA application_id = 0x77656972;
PRAGMA user_version = 1;
)sql";

}  // namespace weir::store::test
