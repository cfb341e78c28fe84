// The calls that the shim stands in front of, each told by what it does; functions.cc gives them the C library's names.
// All as their namesakes: a result, or -1 and errno.
#pragma once

#include <sys/types.h>
#include <sys/uio.h>

#include <cstddef>

struct open_how;

namespace weir::shim {

long open_file(int directory, const char* name, int flags, unsigned mode);
long open_file(int directory, const char* name, open_how* how, std::size_t size);  // openat2

long read_bytes(int descriptor, void* into, std::size_t count, const off_t* offset);
// Appends to the file's own place where there is no offset.
long write_bytes(int descriptor, const void* bytes, std::size_t count, const off_t* offset);
long write_pieces(int descriptor, const iovec* pieces, int count, const off_t* offset);
long copy_range(int from, off_t* from_offset, int to, off_t* to_offset, std::size_t count, unsigned flags);
long resize(int descriptor, off_t size);
long reserve(int descriptor, int mode, off_t offset, off_t count);  // fallocate

// `call` is SYS_fsync or SYS_fdatasync.
long sync(int descriptor, long call);

long rename_file(int from_directory, const char* from, int to_directory, const char* to, unsigned flags);
long link_file(int from_directory, const char* from, int to_directory, const char* to, int flags);
long remove_file(int directory, const char* name, int flags);
long make_directory(int directory, const char* name, unsigned mode);

}  // namespace weir::shim
