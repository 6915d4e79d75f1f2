#pragma once
#include <optional>
#include <string>
#include <vector>

#include "importing/findings.hpp"
#include "importing/guest.hpp"

namespace kickpath::importing {

/// A device as it runs: what the file leaves to QEMU and to the guest's Linux is decided.
struct ServedDevice {
  enum class By { vcpu, main_loop, vhost, iothreads };

  const Device* source = nullptr;
  std::string name{};  ///< unique
  std::uint32_t queues = 1, queue_size = 256;
  bool is_packed = false;
  std::string kick{}, interrupt{};  ///< words of a scenario
  bool is_intx = false;
  std::optional<std::uint32_t> vectors{};
  By by = By::main_loop;
  std::vector<const Iothread*> iothreads{};

  bool is_net() const { return source->nic.has_value(); }
  std::uint32_t virtqueues() const { return is_net() ? 2 * queues : queues; }
};

/// Each device of the guest, in its order; the guest must outlive them. What QEMU would refuse is an error.
std::vector<ServedDevice> serve_devices(const Guest& guest, Findings& findings, config::Errors& errors);

}  // namespace kickpath::importing
