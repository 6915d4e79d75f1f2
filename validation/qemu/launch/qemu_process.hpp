#pragma once
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "vmm/file_descriptor.hpp"

namespace kickpath::qemu {

/// A child process that dies with this one, whatever ends it, in a process group of its own: a terminal's
/// signals do not reach it. Its standard output and error are kept, the last of it.
class QemuProcess {
 public:
  /// `kept_open`: descriptors that it inherits under their numbers.
  QemuProcess(const std::vector<std::string>& command, const std::vector<int>& kept_open);
  /// Kills it, and waits until it is gone.
  ~QemuProcess();
  QemuProcess(const QemuProcess&) = delete;
  QemuProcess& operator=(const QemuProcess&) = delete;

  pid_t pid() const { return pid_; }
  void pause() const;
  void resume() const;
  /// How it has ended, "killed by signal 9 (Killed)"; nothing while it lives.
  std::optional<std::string> how_it_ended();
  /// The end of what it has written, in lines.
  std::string last_messages();

 private:
  void read_output();

  pid_t pid_ = -1;
  vmm::FileDescriptor output_;
  std::string messages_;
  std::optional<std::string> end_;
};

}  // namespace kickpath::qemu
