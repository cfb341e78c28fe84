// What lies in a spool that is complete: its documents in source order, each with its place and checksum. Every extent
// is read and verified on the way.
#pragma once

#include <filesystem>
#include <functional>

#include "store/listing_writer.h"
#include "store/read_store.h"

namespace weir::commit {

// Throws CommitError where the spool is not as the store says. `visit` may not use the store.
void list_spool(const store::ReadStore& store, store::VolumeKey spool, const std::filesystem::path& path,
                const std::function<void(store::SpooledEntry)>& visit);

// Reads the spool again, and nothing more. Throws CommitError where it is not as the store says.
void check_spool(const store::ReadStore& store, store::VolumeKey spool, const std::filesystem::path& path);

}  // namespace weir::commit
