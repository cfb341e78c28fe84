#include "worker/request.h"

#include <utility>

#include "batch/byte_reader.h"
#include "batch/byte_writer.h"
#include "worker/failure_codec.h"

namespace weir::worker {
namespace {

void write_entry(batch::ByteWriter& writer, const batch::BatchEntry& entry) {
  writer.number(entry.ordinal);
  writer.number(entry.left_out ? 1 : 0);
  writer.number(entry.checksum);
  const ListedEntry& listed = entry.listed;
  writer.text(listed.path);
  writer.text(listed.member);
  writer.text(listed.location);
  writer.number(listed.size);
  writer.signed_number(listed.modified_ns);
  writer.number(listed.records.begin);
  writer.number(listed.records.end);
  writer.text(listed.attached);
  writer.number(listed.refusal ? 1 : 0);
  if (!listed.refusal) return;
  writer.number(listed.refusal->is_failure ? 1 : 0);
  writer.text(listed.refusal->reason);
  writer.text(listed.refusal->message);
}

batch::BatchEntry read_entry(batch::ByteReader& reader) {
  batch::BatchEntry entry;
  entry.ordinal = reader.number();
  entry.left_out = reader.flag();
  entry.checksum = reader.number();
  ListedEntry& listed = entry.listed;
  listed.path = reader.string();
  listed.member = reader.string();
  listed.location = reader.string();
  listed.size = reader.number();
  listed.modified_ns = reader.signed_number();
  listed.records.begin = reader.number();
  listed.records.end = reader.number();
  listed.attached = reader.string();
  if (!reader.flag()) return entry;
  listed.refusal.emplace();
  listed.refusal->is_failure = reader.flag();
  listed.refusal->reason = reader.string();
  listed.refusal->message = reader.string();
  return entry;
}

void write_condemned(batch::ByteWriter& writer, const Condemned& condemned) {
  writer.number(condemned.call.node);
  writer.number(condemned.call.reads_entry ? 1 : 0);
  writer.number(condemned.call.first);
  writer.number(condemned.call.count);
  write_failure(writer, condemned.failure);
}

Condemned read_condemned(batch::ByteReader& reader, const batch::Wiring& wiring) {
  Condemned condemned;
  condemned.call.node = reader.below(wiring.nodes.size());
  condemned.call.reads_entry = reader.flag();
  condemned.call.first = static_cast<std::uint32_t>(reader.below(std::uint64_t{1} << 32));
  condemned.call.count = static_cast<std::uint32_t>(reader.below(std::uint64_t{1} << 16));
  condemned.failure = read_failure(reader);
  return condemned;
}

}  // namespace

std::string write_request(const batch::Batch& batch, const std::vector<Condemned>& condemned) {
  std::string bytes;
  batch::ByteWriter writer(bytes);
  writer.number(batch.id());
  writer.number(batch.source());
  writer.number(batch.granted_bytes());
  writer.number(batch.surroundings().time_calls ? 1 : 0);
  writer.number(batch.entries().size());
  for (const batch::BatchEntry& entry : batch.entries()) write_entry(writer, entry);
  writer.number(condemned.size());
  for (const Condemned& each : condemned) write_condemned(writer, each);
  return bytes;
}

Request read_request(std::string_view bytes, const batch::Wiring& wiring, batch::Surroundings surroundings) {
  batch::ByteReader reader(bytes);
  const std::uint64_t id = reader.number();
  const std::size_t source = reader.below(wiring.nodes.size());
  const std::uint64_t granted_bytes = reader.number();
  surroundings.time_calls = reader.flag();
  std::vector<batch::BatchEntry> entries(reader.count());
  for (batch::BatchEntry& entry : entries) entry = read_entry(reader);
  Request request;
  for (std::uint64_t left = reader.count(); left > 0; --left) {
    Condemned condemned = read_condemned(reader, wiring);
    if (condemned.call.reads_entry && condemned.call.first < entries.size()) {
      entries[condemned.call.first].failed = std::make_shared<const Failure>(condemned.failure);
    }
    request.condemned.push_back(std::move(condemned));
  }
  request.batch = std::make_unique<batch::Batch>(id, source, std::move(entries), wiring, surroundings);
  request.batch->set_granted_bytes(granted_bytes);
  return request;
}

}  // namespace weir::worker
