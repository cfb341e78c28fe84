#include "worker/system_call_filter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir::worker {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = 0;
#endif

// From here on the numbers are those of another way to call the same system (x32).
constexpr std::uint32_t kOtherNumbers = 0x4000'0000;

constexpr int kForbidden[] = {
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_pidfd_open,
    SYS_pidfd_send_signal,
    SYS_pidfd_getfd,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_setsid,
    SYS_setpgid,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_userfaultfd,
    SYS_init_module,
    SYS_finit_module,
    SYS_reboot,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
#endif
};

constexpr std::uint32_t fails_with(int error) { return SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error); }

// A program for the kernel's filter: instructions that look at the number of the call and at its first argument.
class Filter {
 public:
  Filter() {
    load(offsetof(seccomp_data, arch));
    unless_equal(kMachine, fails_with(EPERM));
    load(offsetof(seccomp_data, nr));
    if_at_least(kOtherNumbers, fails_with(EPERM));
  }

  void forbid(int call, int error) { if_equal(static_cast<std::uint32_t>(call), fails_with(error)); }

  // The call is allowed only where its first argument is `value`.
  void allow_only_with(int call, std::uint32_t value) {
    // Of five instructions, the last four are for this call alone.
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 4);
    load(offsetof(seccomp_data, args));
    add(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
    add(BPF_RET | BPF_K, fails_with(EPERM), 0, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  }

  // The call is forbidden where its first argument is `value`.
  void forbid_with(int call, std::uint32_t value) {
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 4);
    load(offsetof(seccomp_data, args));
    add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    add(BPF_RET | BPF_K, fails_with(EPERM), 0, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  }

  // The call is allowed only where its first argument has all bits of `bits`.
  void allow_only_with_bits(int call, std::uint32_t bits) {
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 5);
    load(offsetof(seccomp_data, args));
    add(BPF_ALU | BPF_AND | BPF_K, bits, 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, bits, 1, 0);
    add(BPF_RET | BPF_K, fails_with(EPERM), 0, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  }

  bool install() {
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    sock_fprog program{};
    program.len = static_cast<unsigned short>(instructions_.size());
    program.filter = instructions_.data();
    // For the threads that are there already, too.
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
  }

 private:
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset), 0, 0); }
  void if_equal(std::uint32_t value, std::uint32_t answer) {
    add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    add(BPF_RET | BPF_K, answer, 0, 0);
  }
  void if_at_least(std::uint32_t value, std::uint32_t answer) {
    add(BPF_JMP | BPF_JGE | BPF_K, value, 0, 1);
    add(BPF_RET | BPF_K, answer, 0, 0);
  }
  void unless_equal(std::uint32_t value, std::uint32_t answer) {
    add(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
    add(BPF_RET | BPF_K, answer, 0, 0);
  }
  void add(int code, std::uint32_t value, unsigned char if_true, unsigned char if_false) {
    instructions_.push_back({static_cast<unsigned short>(code), if_true, if_false, value});
  }

  std::vector<sock_filter> instructions_;
};

}  // namespace

bool filter_system_calls() {
  if (kMachine == 0) return false;
  Filter filter;
  for (const int call : kForbidden) filter.forbid(call, EPERM);
  filter.forbid(SYS_clone3, ENOSYS);
  filter.allow_only_with_bits(SYS_clone, CLONE_THREAD);
  filter.allow_only_with(SYS_prlimit64, 0);
  filter.forbid_with(SYS_prctl, PR_SET_PDEATHSIG);
  filter.allow_only_with(SYS_tgkill, static_cast<std::uint32_t>(::getpid()));
  return filter.install();
}

bool can_filter_system_calls() {
  std::uint32_t wanted = SECCOMP_RET_ERRNO;
  return kMachine != 0 && ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &wanted) == 0;
}

}  // namespace weir::worker
