// The sections of an ELF file, read with every offset checked: nothing of the file is mapped or run.
#pragma once

#include <elf.h>

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace weir::plugin {

// The file is not what it should be; the message says why, fit to follow the file's path.
class ElfError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ElfFile {
 public:
  // Reads the headers of a shared library for this machine. Throws ElfError.
  explicit ElfFile(const std::string& path);

  struct Note {
    std::string owner;
    std::uint32_t type = 0;
    std::string description;
  };
  std::vector<Note> notes();

  // The names of the symbols that the library defines for others: those of its dynamic table, which strip leaves.
  std::vector<std::string> exported_symbols();

 private:
  void read(std::uint64_t offset, void* into, std::uint64_t size);
  std::string read(const Elf64_Shdr& section);

  std::ifstream file_;
  std::uint64_t size_ = 0;
  std::vector<Elf64_Shdr> sections_;
};

}  // namespace weir::plugin
