#include "store/schema.h"

#include <string>

namespace weir::store {
namespace {

constexpr const char* kTables = R"sql(
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

CREATE TABLE run_identity (id TEXT NOT NULL) STRICT;

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

CREATE TABLE sources (id INTEGER PRIMARY KEY, node TEXT NOT NULL UNIQUE, listing TEXT) STRICT;
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
  checksum        INTEGER,
  origin_entry    INTEGER,
  origin_ordinal  INTEGER,
  refusal         TEXT CHECK (refusal IN ('dead', 'filtered')),
  refusal_reason  TEXT,
  refusal_message TEXT,
  attached        TEXT,
  expected_memory INTEGER
) STRICT;
CREATE INDEX entries_origin ON entries (origin_entry, origin_ordinal) WHERE origin_entry IS NOT NULL;

CREATE TABLE dependencies (
  entry      INTEGER NOT NULL,
  depends_on INTEGER NOT NULL,
  on_dead    TEXT    NOT NULL CHECK (on_dead IN ('dead', 'run')),
  PRIMARY KEY (entry, depends_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependencies_dependents ON dependencies (depends_on, entry);

CREATE TABLE spools (
  spool  TEXT    PRIMARY KEY,
  listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE carried (
  entry   INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  batch   INTEGER NOT NULL,
  PRIMARY KEY (entry, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE absorbed (entry INTEGER PRIMARY KEY) STRICT;

CREATE TABLE batches (
  batch       INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL,
  first_entry INTEGER NOT NULL,
  last_entry  INTEGER NOT NULL,
  ordinal     INTEGER,
  bytes       INTEGER NOT NULL,
  priority    INTEGER NOT NULL DEFAULT 2 CHECK (priority BETWEEN 0 AND 3),
  state       TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'committed')),
  left_out    INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1)),
  undone      INTEGER NOT NULL DEFAULT 0,
  read        INTEGER NOT NULL DEFAULT 0,
  done        INTEGER NOT NULL DEFAULT 0,
  not_before_ms    INTEGER,
  attempts_before  INTEGER NOT NULL DEFAULT 0,
  attempts_allowed INTEGER
) STRICT;
CREATE INDEX batches_pending ON batches (priority, batch) WHERE state = 'pending';

CREATE TABLE contents (entry INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT;

CREATE TABLE changes (
  id         INTEGER PRIMARY KEY,
  epoch      INTEGER NOT NULL,
  decided_ms INTEGER NOT NULL,
  decision   TEXT    NOT NULL CHECK (decision IN ('accepted', 'rerun affected', 'rerun all')),
  why        TEXT,
  node       TEXT,
  key        TEXT,
  before     TEXT,
  after      TEXT,
  documents  INTEGER NOT NULL
) STRICT;

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
  ignored_ms    INTEGER,
  ignored_why   TEXT,
  PRIMARY KEY (entry, ordinal),
  CHECK (verdict = 'filtered' OR class IS NOT NULL),
  CHECK (verdict = 'dead' OR ignored_ms IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_dead ON documents (reason, node) WHERE verdict = 'dead';
CREATE INDEX documents_rivals ON documents (rival_entry, rival_ordinal) WHERE rival_entry IS NOT NULL;

CREATE TABLE attempts (
  entry         INTEGER NOT NULL,
  ordinal       INTEGER NOT NULL,
  attempt       INTEGER NOT NULL,
  batch         INTEGER NOT NULL,
  started_ms    INTEGER,
  ended_ms      INTEGER NOT NULL,
  wall_ns       INTEGER,
  cpu_ns        INTEGER,
  peak_bytes    INTEGER,
  granted_bytes INTEGER,
  deadline_ms   INTEGER,
  isolated      INTEGER NOT NULL CHECK (isolated IN (0, 1)),
  class         TEXT    NOT NULL,
  node          TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  message       TEXT,
  exit          TEXT,
  error_output  TEXT,
  PRIMARY KEY (entry, ordinal, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotas (
  limiter   TEXT PRIMARY KEY,
  calls     INTEGER NOT NULL,
  window_ms INTEGER NOT NULL,
  began_ms  INTEGER NOT NULL,
  used      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE sink_work (
  sink    INTEGER PRIMARY KEY,
  commits INTEGER NOT NULL,
  records INTEGER NOT NULL,
  bytes   INTEGER NOT NULL,
  failed  INTEGER NOT NULL,
  wall_ns INTEGER NOT NULL
) STRICT;

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

CREATE TABLE volumes (
  sink        INTEGER NOT NULL,
  volume      INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  ordering    TEXT    NOT NULL DEFAULT 'source' CHECK (ordering IN ('source', 'completion')),
  first_entry INTEGER,
  end_entry   INTEGER,
  PRIMARY KEY (sink, volume)
) STRICT, WITHOUT ROWID;

CREATE TABLE publications (
  sink    INTEGER NOT NULL,
  volume  INTEGER NOT NULL,
  state   TEXT    NOT NULL CHECK (state IN ('intended', 'published', 'partial')),
  name    TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  records INTEGER NOT NULL,
  hash    TEXT    NOT NULL,
  plain_size INTEGER,
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

constexpr const char* kViews = R"sql(
CREATE VIEW v_spooled AS
SELECT e.entry, e.origin_entry, e.origin_ordinal, d.verdict,
       CASE WHEN d.verdict IS NOT NULL THEN d.verdict WHEN b.state = 'pending' THEN 'pending'
            WHEN c.entry IS NOT NULL THEN 'carried' ELSE 'done' END AS state
FROM entries e
LEFT JOIN documents d ON d.entry = e.entry
LEFT JOIN left_out l ON l.entry = e.entry
LEFT JOIN carried c ON c.entry = e.entry
JOIN batches b ON b.batch = coalesce(d.batch, l.own_batch, e.batch)
WHERE e.origin_entry IS NOT NULL;

CREATE VIEW v_origins AS
SELECT o.entry, o.ordinal, o.dead_entry, o.filtered_entry,
       CASE WHEN o.dead_entry IS NOT NULL THEN 'dead' WHEN o.pending > 0 THEN 'under way'
            WHEN o.done > 0 THEN 'done' WHEN EXISTS (SELECT 1 FROM spools WHERE listed = 0) THEN 'under way'
            ELSE 'filtered' END AS outcome
FROM (SELECT origin_entry AS entry, origin_ordinal AS ordinal, min(entry) FILTER (WHERE state = 'dead') AS dead_entry,
             min(entry) FILTER (WHERE state = 'filtered') AS filtered_entry,
             count(*) FILTER (WHERE state = 'pending') AS pending,
             count(*) FILTER (WHERE state = 'done')
               + NOT EXISTS (SELECT 1 FROM carried c WHERE c.entry = origin_entry AND c.ordinal = origin_ordinal) AS done
      FROM v_spooled GROUP BY 1, 2
      UNION ALL
      SELECT c.entry, c.ordinal, NULL, NULL, 1, 0 FROM carried c JOIN entries e ON e.entry = c.entry
      WHERE e.origin_entry IS NULL AND NOT EXISTS (
        SELECT 1 FROM entries u WHERE u.origin_entry = c.entry AND u.origin_ordinal = c.ordinal)) o;

CREATE VIEW v_documents AS
SELECT e.entry, coalesce(d.ordinal, 0) AS ordinal, s.node AS source, e.path, e.member, e.range_begin, e.range_end,
       e.size, coalesce(d.batch, l.own_batch, e.batch) AS batch,
       coalesce(d.verdict, iif(b.state = 'committed', 'done', 'pending')) AS verdict, d.node, d.reason, d.message
FROM entries e
LEFT JOIN documents d ON d.entry = e.entry
LEFT JOIN left_out l ON l.entry = e.entry AND l.ordinal = coalesce(d.ordinal, 0)
JOIN batches b ON b.batch = coalesce(d.batch, l.own_batch, e.batch)
JOIN sources s ON s.id = b.source;

CREATE VIEW v_dead AS
SELECT e.path, e.member, e.range_begin, e.range_end, d.ordinal, e.size, d.node, d.class, d.reason, d.message,
       d.attempts, d.environment, s.node AS source, d.entry, d.batch, d.ignored_ms, d.ignored_why
FROM documents d
JOIN entries e ON e.entry = d.entry
JOIN batches b ON b.batch = d.batch
JOIN sources s ON s.id = b.source
WHERE d.verdict = 'dead';

CREATE VIEW v_rates AS
SELECT id AS session, datetime(started_ms / 1000, 'unixepoch') AS started, outcome, commits, documents, bytes,
       (committed_ms - started_ms) / 1000.0 AS seconds,
       round(documents * 1000.0 / nullif(committed_ms - started_ms, 0), 1) AS documents_per_second,
       round(bytes / 1000.0 / nullif(committed_ms - started_ms, 0), 1) AS megabytes_per_second
FROM sessions;
)sql";

int pragma(const Database& database, const char* sql) {
  Statement statement = database.prepare(sql, "open the store");
  statement.start();
  const int value = statement.next() ? static_cast<int>(statement.integer(0)) : 0;
  statement.reset();
  return value;
}

StoreError refusal(const Database& database, const std::string& why) {
  return {StoreError::Kind::refused, "cannot open the store: " + database.path().string() + ": " + why};
}

}  // namespace

void create_schema(const Database& database) {
  database.execute(kTables, "create the store");
  database.execute(kViews, "create the store");
  const std::string stamp = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(kStoreVersion);
  database.execute(stamp.c_str(), "create the store");
}

int schema_version(const Database& database) {
  if (pragma(database, "PRAGMA application_id") != kApplicationId) {
    throw refusal(database, "not a store of weir");
  }
  const int version = pragma(database, "PRAGMA user_version");
  if (version <= kStoreVersion) return version;
  throw refusal(database, "written by a newer weir: store version " + std::to_string(version) +
                              ", this weir reads version " + std::to_string(kStoreVersion));
}

void check_schema(const Database& database) {
  const int version = schema_version(database);
  if (version == kStoreVersion) return;
  throw refusal(database, "written by an older weir: store version " + std::to_string(version) +
                              ": `weir run` brings it to version " + std::to_string(kStoreVersion));
}

}  // namespace weir::store
