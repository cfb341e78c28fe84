#include "store/store.h"

#include <cstdint>
#include <optional>
#include <string>

#include "mutant/mutant.h"
#include "store/attempt_writer.h"
#include "store/change_writer.h"
#include "store/division.h"
#include "store/log_mark.h"
#include "store/migration.h"
#include "store/reopening.h"
#include "store/replace_file.h"
#include "store/schema.h"
#include "store/wall_clock.h"

namespace weir::store {
namespace fs = std::filesystem;
namespace {

// Migrated stores have none until it is asked for.
void draw_identity(const Database& database) {
  database.execute(
      "INSERT INTO run_identity (id) SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM run_identity)",
      "give the run an identity");
}

void write_new(const fs::path& path, const RunInfo& info) {
  const Database database(path, Database::Mode::create);
  database.log_ahead();
  Transaction transaction(database, "create the store");
  create_schema(database);
  database.prepare("INSERT INTO run (id, graph, fingerprint, options, weir) VALUES (1, ?, ?, ?, ?)", "create the store")
      .run(info.graph, info.fingerprint, info.options, info.weir);
  draw_identity(database);
  transaction.commit();
  database.checkpoint();
}

DocumentVerdict verdict_of(const Attempt& attempt, std::uint64_t attempts) {
  DocumentVerdict verdict;
  verdict.document = attempt.document;
  verdict.verdict = Verdict::dead;
  verdict.node = attempt.node;
  verdict.reason = attempt.reason;
  verdict.failure_class = attempt.failure_class;
  verdict.message = attempt.message;
  verdict.attempts = attempts;
  verdict.environment = depends_on_environment(attempt.failure_class);
  return verdict;
}

// As its base wants it: a path to a store of this version.
const fs::path& migrated(const fs::path& path) {
  migrate(path);
  return path;
}

}  // namespace

void Store::create(const fs::path& path, const RunInfo& info) {
  if (fs::exists(path)) {
    throw StoreError(StoreError::Kind::refused, "cannot create the store: " + path.string() + ": exists already");
  }
  if (mutant("store_made_in_place")) return write_new(path, info);
  const fs::path unfinished = path.string() + ".new";
  remove_unfinished(unfinished);
  write_new(unfinished, info);
  replace_file(unfinished, path, "create the store");
}

Store::Store(const fs::path& path) : Store(path, check_marked_log(path)) {}

Store::Store(const fs::path& path, LogState log)
    : ReadStore(migrated(path), Database::Mode::write),
      may_be_mixed_(log == LogState::unknown),
      commit_writer_(database()) {
  database().log_ahead();
}

void Store::add_spool(std::string_view name) {
  database().prepare("INSERT OR IGNORE INTO spools (spool) VALUES (?)", "record a spool").run(name);
}

FoldWriter Store::begin_fold(std::string_view spool) { return FoldWriter(database(), spool); }

void Store::forget_below(const std::vector<std::string>& spools, const std::vector<std::string>& sinks) {
  constexpr const char* kStorePurpose = "forget what is to be done anew";
  Transaction transaction(database(), kStorePurpose);
  for (const std::string& spool : spools) {
    // Files of batches that are gone stay until all is done: most of them are produced again.
    for (const char* sql : {
             "UPDATE files SET state = 'stale', temporary = NULL, batch = 0 WHERE batch IN (SELECT batch FROM batches "
             "WHERE source = (SELECT id FROM sources WHERE node = ?))",
             "DELETE FROM documents WHERE batch IN (SELECT batch FROM batches WHERE source = (SELECT id FROM sources "
             "WHERE node = ?))",
             "DELETE FROM drops WHERE batch IN (SELECT batch FROM batches WHERE source = (SELECT id FROM sources "
             "WHERE node = ?))",
             "DELETE FROM attempts WHERE entry IN (SELECT e.entry FROM entries e JOIN batches b ON b.batch = e.batch "
             "WHERE b.source = (SELECT id FROM sources WHERE node = ?))",
             "DELETE FROM left_out WHERE batch IN (SELECT batch FROM batches WHERE source = (SELECT id FROM sources "
             "WHERE node = ?))",
             "DELETE FROM carried WHERE batch IN (SELECT batch FROM batches WHERE source = (SELECT id FROM sources "
             "WHERE node = ?))",
             "DELETE FROM absorbed WHERE entry IN (SELECT e.entry FROM entries e JOIN batches b ON b.batch = e.batch "
             "WHERE b.source = (SELECT id FROM sources WHERE node = ?))",
             "DELETE FROM entries WHERE batch IN (SELECT batch FROM batches WHERE source = (SELECT id FROM sources "
             "WHERE node = ?))",
             "DELETE FROM batches WHERE source = (SELECT id FROM sources WHERE node = ?)",
             "UPDATE spools SET listed = 0 WHERE spool = ?",
         }) {
      database().prepare(sql, kStorePurpose).run(spool);
    }
  }
  for (const std::string& sink : sinks) {
    for (const char* sql : {"DELETE FROM extents WHERE sink = (SELECT id FROM sinks WHERE node = ?)",
                            "DELETE FROM parts WHERE sink = (SELECT id FROM sinks WHERE node = ?)",
                            "DELETE FROM publications WHERE state = 'intended' AND sink = (SELECT id FROM sinks "
                            "WHERE node = ?)"}) {
      database().prepare(sql, kStorePurpose).run(sink);
    }
    forget_division(database(), sink);
  }
  database().execute("UPDATE run SET epoch = epoch + 1", kStorePurpose);
  transaction.commit();
}

std::uint64_t Store::sink_number(std::string_view node) {
  if (const auto known = find_sink(node)) return *known;
  database().prepare("INSERT INTO sinks (node) VALUES (?)", "number a sink").run(node);
  return find_sink(node).value();
}

void Store::name_volume(VolumeKey volume, std::string_view name, bool by_completion) {
  constexpr const char* kStorePurpose = "name a volume";
  const std::string_view ordering = by_completion ? "completion" : "source";
  if (volume_name(volume) != name) {
    database()
        .prepare(
            "INSERT INTO volumes (sink, volume, name, ordering) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (sink, volume) DO UPDATE SET name = excluded.name",
            kStorePurpose)
        .run(volume.sink, volume.number, name, ordering);
  }
  const std::uint64_t changed =
      database()
          .prepare(
              "UPDATE volumes SET ordering = ?3 WHERE sink = ?1 AND volume = ?2 AND ordering <> ?3 AND NOT EXISTS "
              "(SELECT 1 FROM extents WHERE sink = ?1 AND volume = ?2 AND first_entry >= 0)",
              kStorePurpose)
          .run(volume.sink, volume.number, ordering);
  // What the volume begins with may have other bytes in the other order.
  if (changed > 0) {
    database()
        .prepare("DELETE FROM extents WHERE sink = ? AND volume = ?", kStorePurpose)
        .run(volume.sink, volume.number);
  }
}

void Store::forget_publication(VolumeKey volume) {
  constexpr const char* kStorePurpose = "forget a publication";
  Transaction transaction(database(), kStorePurpose);
  for (const char* sql :
       {"DELETE FROM publications WHERE sink = ? AND volume = ?", "DELETE FROM extents WHERE sink = ? AND volume = ?",
        "DELETE FROM parts WHERE sink = ? AND volume = ?"}) {
    database().prepare(sql, kStorePurpose).run(volume.sink, volume.number);
  }
  database().execute("UPDATE run SET epoch = epoch + 1", kStorePurpose);
  transaction.commit();
}

std::string Store::run_identity() {
  draw_identity(database());
  Statement read = database().prepare("SELECT id FROM run_identity", "read the run");
  read.start();
  if (read.next()) return read.text(0);
  throw StoreError(StoreError::Kind::failed, "cannot read the run: " + database().path().string() + ": no identity");
}

void Store::begin_session(std::uint64_t pid) {
  Statement insert = database().prepare(
      "INSERT INTO sessions (pid, started_ms, committed_ms) VALUES (?1, ?2, ?2) RETURNING id", "begin a session");
  insert.start(pid, now_ms());
  insert.next();
  session_ = insert.number(0);
  while (insert.next()) {
  }
}

void Store::end_session(std::string_view outcome) {
  database().prepare("UPDATE sessions SET outcome = ? WHERE id = ?", "end a session").run(outcome, session_);
}

void Store::accept(const DecisionRecord& decision, std::string_view fingerprint) {
  Transaction transaction(database(), "accept a change");
  write_decision(database(), decision, fingerprint);
  transaction.commit();
}

void Store::forget(const Forgetting& what, const DecisionRecord& decision, std::string_view fingerprint) {
  Transaction transaction(database(), "forget what is to run again");
  Reopening reopening(database());
  for (const std::string& source : what.sources) reopening.undo_source(source);
  for (const ChangedEntry& changed : what.entries) {
    reopening.undo_entry(changed.entry);
    write_changed_entry(database(), changed);
  }
  reopening.revive_rivals_of_undone();
  write_decision(database(), decision, fingerprint);
  transaction.commit();
}

void Store::retouch(const std::vector<ChangedEntry>& entries) {
  Transaction transaction(database(), "record when inputs were modified");
  Statement update = database().prepare("UPDATE entries SET mtime_ns = ? WHERE entry = ?", "record a time");
  for (const ChangedEntry& changed : entries) update.run(changed.listed.modified_ns, changed.entry);
  transaction.commit();
}

void Store::remember_listing(const std::map<std::string, std::string>& digests) {
  Transaction transaction(database(), "remember the listing");
  Statement update = database().prepare("UPDATE sources SET listing = ? WHERE node = ?", "remember the listing");
  for (const auto& [node, digest] : digests) update.run(digest, node);
  transaction.commit();
}

CommitResult Store::commit(const CommitRecord& record) {
  Transaction transaction(database(), "commit");
  CommitResult result = commit_writer_.write(record, session_);
  transaction.commit();
  return result;
}

void Store::set_aside(const Attempt& attempt, std::optional<std::int64_t> not_before_ms) {
  Transaction transaction(database(), "set a document aside");
  Attempt recorded = attempt;
  const DocumentState state = document_state(attempt.document);
  if (state.committed || state.verdict) {
    throw StoreError(StoreError::Kind::failed, "cannot set a document aside: " + path().string() + ": " +
                                                   state.entry.listed.path + " is committed");
  }
  recorded.batch = state.batch;
  const std::uint64_t number = AttemptWriter(database()).insert(recorded);
  Reopening reopening(database());
  if (not_before_ms) {
    reopening.set_aside(attempt.document, state.batch, *not_before_ms);
  } else {
    reopening.give_up(verdict_of(recorded, number), state.batch);
    Dependents(database(), reopening).keep_in_step(attempt.document.entry, attempt.document.entry);
  }
  database().execute("UPDATE run SET epoch = epoch + 1", "set a document aside");
  transaction.commit();
}

void Store::reopen(const std::vector<DocumentKey>& dead, std::optional<std::uint64_t> allowed) {
  Transaction transaction(database(), "reopen dead letters");
  Reopening reopening(database());
  for (const DocumentKey& document : dead) {
    const DocumentState state = document_state(document);
    if (!state.verdict || state.verdict->verdict != Verdict::dead) {
      throw StoreError(StoreError::Kind::failed, "cannot reopen a dead letter: " + path().string() + ": " +
                                                     state.entry.listed.path + " is not dead");
    }
    reopening.reopen(document, state.batch, allowed);
  }
  database().execute("UPDATE run SET epoch = epoch + 1", "reopen dead letters");
  transaction.commit();
}

void Store::ignore(const std::vector<DocumentKey>& dead, std::string_view why) { mark_ignored(dead, now_ms(), why); }

void Store::stop_ignoring(const std::vector<DocumentKey>& dead) { mark_ignored(dead, std::nullopt, std::nullopt); }

void Store::mark_ignored(const std::vector<DocumentKey>& dead, std::optional<std::int64_t> since_ms,
                         std::optional<std::string_view> why) {
  constexpr const char* kStorePurpose = "ignore dead letters";
  Transaction transaction(database(), kStorePurpose);
  Statement mark = database().prepare(
      "UPDATE documents SET ignored_ms = ?, ignored_why = ? WHERE entry = ? AND ordinal = ? AND verdict = 'dead'",
      kStorePurpose);
  for (const DocumentKey& document : dead) {
    if (mark.run(since_ms, why, document.entry, document.ordinal) == 1) continue;
    throw StoreError(StoreError::Kind::failed, "cannot ignore a dead letter: " + path().string() + ": entry " +
                                                   std::to_string(document.entry) + " is not dead");
  }
  transaction.commit();
}

void Store::intend(const Publication& publication) {
  database()
      .prepare(
          "INSERT OR REPLACE INTO publications (sink, volume, state, name, size, records, hash, plain_size) "
          "VALUES (?, ?, 'intended', ?, ?, ?, ?, ?)",
          "record an intended publication")
      .run(publication.volume.sink, publication.volume.number, publication.name, publication.size, publication.records,
           publication.hash, publication.plain_size);
}

void Store::record_partial(const Publication& publication) {
  database()
      .prepare(
          "INSERT OR REPLACE INTO publications (sink, volume, state, name, size, records, hash) "
          "VALUES (?, ?, 'partial', ?, ?, ?, ?)",
          "record a partial publication")
      .run(publication.volume.sink, publication.volume.number, publication.name, publication.size, publication.records,
           publication.hash);
}

void Store::forget_intention(VolumeKey volume) {
  database()
      .prepare("DELETE FROM publications WHERE sink = ? AND volume = ? AND state = 'intended'",
               "forget an intended publication")
      .run(volume.sink, volume.number);
}

void Store::record_published(const Publication& publication) {
  constexpr const char* kStorePurpose = "record a publication";
  const auto [sink, volume] = publication.volume;
  Transaction transaction(database(), kStorePurpose);
  forget_intention(publication.volume);
  database()
      .prepare(
          "INSERT OR REPLACE INTO publications (sink, volume, state, name, size, records, hash, plain_size) "
          "VALUES (?, ?, 'published', ?, ?, ?, ?, ?)",
          kStorePurpose)
      .run(sink, volume, publication.name, publication.size, publication.records, publication.hash,
           publication.plain_size);
  const std::string order = order_in_file(publication.volume);
  database()
      .prepare(
          "UPDATE extents SET file = 'published', offset = placed.offset FROM ("
          "SELECT first_entry AS entry, first_ordinal AS ordinal, sum(length) OVER (ORDER BY " +
              order +
              " ROWS UNBOUNDED PRECEDING) - length AS offset FROM extents WHERE sink = ?1 AND volume = ?2) "
              "AS placed WHERE sink = ?1 AND volume = ?2 AND first_entry = placed.entry "
              "AND first_ordinal = placed.ordinal",
          kStorePurpose)
      .run(sink, volume);
  database().prepare("DELETE FROM parts WHERE sink = ? AND volume = ?", kStorePurpose).run(sink, volume);
  database().execute("UPDATE run SET epoch = epoch + 1", kStorePurpose);
  transaction.commit();
}

}  // namespace weir::store
