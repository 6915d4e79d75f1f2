#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/control_block.hpp"

namespace kickpath::vmm {

/// What vcpus have completed or dropped so far.
class RequestsDone {
 public:
  void add(const protocol::VcpuControl& control);
  /// Nothing where none of them has a program.
  std::optional<std::uint64_t> get() const { return has_program_ ? std::optional(sum_) : std::nullopt; }

 private:
  std::uint64_t sum_ = 0;
  bool has_program_ = false;
};

/// A VM that somebody keeps an eye on.
struct Watched {
  std::string name;
  std::function<std::optional<std::uint64_t>()> requests_done;
  std::function<std::string()> describe;
};

/// Notices a guest that does nothing any more though it has something to do.
class ProgressWatch {
 public:
  /// `patience`: how long a VM may go without completing or dropping a request.
  ProgressWatch(std::vector<Watched> vms, Duration patience);

  /// Throws std::runtime_error, which says where each of its vcpus is, for a VM that has been still for too
  /// long.
  void look();

 private:
  using Clock = std::chrono::steady_clock;
  struct Seen {
    std::uint64_t done = 0;
    Clock::time_point at;
  };

  std::vector<Watched> vms_;
  std::chrono::nanoseconds patience_;
  std::vector<Seen> seen_;
};

}  // namespace kickpath::vmm
