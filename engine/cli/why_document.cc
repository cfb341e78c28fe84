#include "cli/why_document.h"

#include <utility>

#include "observe/numbers.h"
#include "run/document_name.h"

namespace weir::cli {
namespace {

using observe::printable;
using observe::with_commas;

std::string counted(std::uint64_t number, const std::string& what) {
  return with_commas(number) + " " + what + (number == 1 ? "" : "s");
}

std::string verdict_text(const run::DocumentLife& life) {
  std::string text = "verdict    " + life.outcome;
  if (!life.verdict) return text + "\n";
  const store::DocumentVerdict& verdict = *life.verdict;
  text += " at " + verdict.node + ": " + printable(verdict.reason) + "\n";
  if (verdict.failure_class) {
    text += "           class " + std::string(to_string(*verdict.failure_class)) + ", " +
            counted(verdict.attempts, "attempt") + (verdict.environment ? ", may end otherwise another day" : "") +
            "\n";
  }
  if (!verdict.message.empty()) text += "           " + printable(verdict.message) + "\n";
  return text;
}

std::string place_text(const run::Place& place) {
  std::string text = "records    " + place.sink + ": " + printable(place.path) + ": ";
  if (place.kind == run::PlaceKind::file) return text + counted(place.length, "byte") + ", a file of its own\n";
  if (place.kind == run::PlaceKind::rows) {
    text += counted(place.records, "row") + " of table " + printable(place.table);
    return text + (place.waiting > 0 ? ", " + with_commas(place.waiting) + " behind later rows of the same key" : "") +
           "\n";
  }
  text += std::string(to_string(place.kind)) + ", " + counted(place.length, "byte") + " at " +
          with_commas(place.offset) + ", " + counted(place.records, "record");
  if (place.documents == 1) return text + "\n";
  return text + ", some of them its own: " + with_commas(place.documents) +
         " documents were committed there together\n";
}

std::string spool_text(const run::SpoolStay& stay) {
  std::string text = "spool      " + stay.spool + ": " + counted(stay.documents, "document") + " " + stay.outcome;
  if (!stay.node.empty()) text += " at " + stay.node + ": " + printable(stay.reason);
  return text + "\n";
}

Table place_table(const run::Place& place) {
  Table table;
  table.set("sink", place.sink);
  table.set("kind", to_string(place.kind));
  table.set("file", place.path);
  if (place.kind == run::PlaceKind::rows) {
    table.set("table", place.table);
    table.set("rows", place.records);
    table.set("waiting", place.waiting);
    return table;
  }
  table.set("offset", place.offset);
  table.set("length", place.length);
  if (place.kind == run::PlaceKind::file) return table;
  table.set("records", place.records);
  table.set("documents", place.documents);
  return table;
}

Value verdict_value(const std::optional<store::DocumentVerdict>& verdict) {
  if (!verdict) return {};
  Table table;
  table.set("node", verdict->node);
  table.set("reason", verdict->reason);
  table.set("message", verdict->message);
  if (verdict->failure_class) table.set("class", to_string(*verdict->failure_class));
  table.set("attempts", verdict->attempts);
  table.set("environment", verdict->environment);
  return table;
}

}  // namespace

std::string stages_text(const std::vector<run::StagePassed>& stages) {
  std::string text;
  for (const run::StagePassed& each : stages) {
    text += (text.empty() ? "stages     " : "           ") + each.node + ": " + each.stage + ", version " +
            each.version + (each.build.empty() ? "" : ", build " + each.build.substr(0, 12)) + "\n";
  }
  return text;
}

List stages_list(const std::vector<run::StagePassed>& stages) {
  List list;
  for (const run::StagePassed& each : stages) {
    Table table;
    table.set("node", each.node);
    table.set("stage", each.stage);
    table.set("version", each.version);
    table.set("build", each.build);
    list.emplace_back(std::move(table));
  }
  return list;
}

std::string life_text(const run::DocumentLife& life) {
  const store::DocumentState& document = life.document;
  const ListedEntry& listed = document.entry.listed;
  std::string text = "document   " + printable(run::name_of(listed)) +
                     (document.key.ordinal > 0 ? ":" + std::to_string(document.key.ordinal) : "") + "\n";
  text += "source     " + document.source + ", entry " + std::to_string(document.key.entry) + ", batch " +
          std::to_string(document.batch) + "\n";
  text += "file       " + printable(listed.location) + ": " + counted(listed.size, "byte") + "\n";
  if (document.priority != Priority::normal) text += "priority   " + std::string(to_string(document.priority)) + "\n";
  for (const run::Prerequisite& each : life.depends_on) {
    text += "depends on " + printable(each.name) + ": " + each.outcome + "\n";
  }
  text += verdict_text(life);
  for (const run::SpoolStay& stay : life.spools) text += spool_text(stay);
  for (const run::Place& place : life.places) text += place_text(place);
  return text + stages_text(life.stages);
}

Table life_table(const run::DocumentLife& life) {
  const store::DocumentState& document = life.document;
  const ListedEntry& listed = document.entry.listed;
  Table table;
  table.set("source", document.source);
  table.set("path", listed.path);
  table.set("member", listed.member);
  table.set("ordinal", document.key.ordinal);
  table.set("entry", document.key.entry);
  table.set("batch", document.batch);
  table.set("location", listed.location);
  table.set("size", listed.size);
  table.set("priority", to_string(document.priority));
  List depends_on;
  for (const run::Prerequisite& each : life.depends_on) {
    Table other;
    other.set("path", each.name);
    other.set("outcome", each.outcome);
    depends_on.emplace_back(std::move(other));
  }
  table.set("depends_on", std::move(depends_on));
  table.set("outcome", life.outcome);
  table.set("verdict", verdict_value(life.verdict));
  List spools, places;
  for (const run::SpoolStay& stay : life.spools) {
    Table spool;
    spool.set("spool", stay.spool);
    spool.set("outcome", stay.outcome);
    spool.set("node", stay.node);
    spool.set("reason", stay.reason);
    spool.set("documents", stay.documents);
    spools.emplace_back(std::move(spool));
  }
  for (const run::Place& place : life.places) places.emplace_back(place_table(place));
  table.set("spools", std::move(spools));
  table.set("records", std::move(places));
  table.set("stages", stages_list(life.stages));
  return table;
}

}  // namespace weir::cli
