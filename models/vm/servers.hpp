#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seating/seats.hpp"
#include "server/main_loop.hpp"
#include "server/nobody.hpp"
#include "server/vcpu_server.hpp"
#include "vm/guest.hpp"

namespace kickpath::vm {

/// Who serves the devices of one VM: makes the servers, seats them and starts them.
class Servers {
 public:
  /// A device that wants to be served.
  struct Client {
    const server::ServerSpec& spec;
    std::uint32_t number;              ///< of the device in the VM
    const std::string& name;           ///< "vm0/ring"
    std::uint32_t queues_of_vcpu = 1;  ///< so many after each other belong to one vcpu
  };

  /// `alarm`: the main loop's timers share one, rearmed no closer than that; 0: each is exact.
  Servers(host::Host& host, const seating::VmSeat& seat, Duration alarm);
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;

  /// The lock that main loop and vcpu threads share.
  server::GlobalLock& lock() { return lock_; }

  /// Who serves queue `queue` of `client`.
  server::Server& of(const Client& client, std::uint32_t queue);
  /// A helper thread of the server of `client`, which inherits where that one may run.
  host::TaskSpec helper_of(const Client& client, const std::string& what) const;

  /// Device number `device` has attached all that it has: its threads start, thread t for the vcpu of queue
  /// t, its first.
  void start(std::uint32_t device, const std::vector<std::unique_ptr<Guest>>& guests);
  /// After all devices. The main loop is one thread, where the first device that needs it wants its server.
  void start_main_loop();

 private:
  struct Thread {
    std::unique_ptr<server::Server> server;
    host::TaskSpec task;
    std::optional<std::string> shared_name;  ///< by which other devices ask for it
    std::uint32_t device = 0;                ///< that asked first
    std::uint32_t number = 0;                ///< among that device's
    std::uint32_t vcpu = 0;                  ///< of its first queue
  };

  server::Server& thread(const Client& client, std::uint32_t number);

  host::Host& host_;
  seating::VmSeat seat_;
  server::GlobalLock lock_;
  server::MainLoop main_loop_;
  server::VcpuServer vcpus_;
  server::Nobody nobody_;
  std::vector<Thread> threads_;
  std::optional<std::uint32_t> main_loop_device_;  ///< the first that needs it
};

}  // namespace kickpath::vm
