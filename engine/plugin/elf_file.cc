#include "plugin/elf_file.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace weir::plugin {
namespace {

#if defined(__x86_64__)
constexpr unsigned kThisMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kThisMachine = EM_AARCH64;
#endif

constexpr std::uint64_t kLargestSection = std::uint64_t{1} << 28;

std::uint64_t aligned(std::uint64_t offset, std::uint64_t alignment) {
  return (offset + alignment - 1) / alignment * alignment;
}

template <typename T>
T value_at(std::string_view bytes, std::uint64_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

void append_notes(std::string_view bytes, std::uint64_t alignment, std::vector<ElfFile::Note>& notes) {
  std::uint64_t at = 0;
  while (at + sizeof(Elf64_Nhdr) <= bytes.size()) {
    const auto head = value_at<Elf64_Nhdr>(bytes, at);
    const std::uint64_t owner = at + sizeof head;
    const std::uint64_t description = aligned(owner + head.n_namesz, alignment);
    if (description + head.n_descsz > bytes.size()) throw ElfError("not a plugin: its notes are damaged");
    const std::string_view name = bytes.substr(owner, head.n_namesz);
    notes.push_back({std::string(name.substr(0, name.find('\0'))), head.n_type,
                     std::string(bytes.substr(description, head.n_descsz))});
    at = aligned(description + head.n_descsz, alignment);
  }
}

}  // namespace

ElfFile::ElfFile(const std::string& path) : file_(path, std::ios::binary | std::ios::ate) {
  if (!file_) throw ElfError("cannot be opened");
  size_ = static_cast<std::uint64_t>(file_.tellg());
  Elf64_Ehdr head{};
  if (size_ < sizeof head) throw ElfError("not a plugin: not a shared library");
  read(0, &head, sizeof head);
  if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0) throw ElfError("not a plugin: not a shared library");
  if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_machine != kThisMachine) {
    throw ElfError("not a plugin: built for another kind of machine");
  }
  if (head.e_type != ET_DYN || head.e_shentsize != sizeof(Elf64_Shdr)) {
    throw ElfError("not a plugin: not a shared library");
  }
  sections_.resize(head.e_shnum);
  read(head.e_shoff, sections_.data(), sections_.size() * sizeof(Elf64_Shdr));
}

void ElfFile::read(std::uint64_t offset, void* into, std::uint64_t size) {
  if (offset > size_ || size > size_ - offset) throw ElfError("not a plugin: the file is cut off");
  file_.seekg(static_cast<std::streamoff>(offset));
  if (!file_.read(static_cast<char*>(into), static_cast<std::streamsize>(size))) throw ElfError("cannot be read");
}

std::string ElfFile::read(const Elf64_Shdr& section) {
  if (section.sh_size > std::min(size_, kLargestSection)) throw ElfError("not a plugin: the file is cut off");
  std::string bytes(section.sh_size, '\0');
  read(section.sh_offset, bytes.data(), bytes.size());
  return bytes;
}

std::vector<ElfFile::Note> ElfFile::notes() {
  std::vector<Note> notes;
  for (const Elf64_Shdr& section : sections_) {
    if (section.sh_type == SHT_NOTE) append_notes(read(section), section.sh_addralign == 8 ? 8 : 4, notes);
  }
  return notes;
}

std::vector<std::string> ElfFile::exported_symbols() {
  std::vector<std::string> names;
  for (const Elf64_Shdr& section : sections_) {
    if (section.sh_type != SHT_DYNSYM || section.sh_link >= sections_.size()) continue;
    const std::string symbols = read(section);
    const std::string strings = read(sections_[section.sh_link]);
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= symbols.size(); at += sizeof(Elf64_Sym)) {
      const auto symbol = value_at<Elf64_Sym>(symbols, at);
      const bool global = ELF64_ST_BIND(symbol.st_info) != STB_LOCAL;
      const bool visible = ELF64_ST_VISIBILITY(symbol.st_other) == STV_DEFAULT;
      if (!global || !visible || symbol.st_shndx == SHN_UNDEF || symbol.st_name >= strings.size()) continue;
      names.emplace_back(strings.c_str() + symbol.st_name);
    }
  }
  return names;
}

}  // namespace weir::plugin
