#include "vm/servers.hpp"

#include <algorithm>
#include <utility>

#include "server/iothread.hpp"

namespace kickpath::vm {

using server::Server;
using server::ServerKind;
using server::ServerSpec;

Servers::Servers(host::Host& host, const seating::VmSeat& seat)
    : host_(host), seat_(seat), lock_(host), main_loop_(host, lock_), vcpus_(main_loop_) {}

Server& Servers::of(const ServerSpec& spec, std::uint32_t device, const std::string& name,
                    std::uint32_t queue) {
  switch (spec.kind) {
    case ServerKind::none:
      return nobody_;
    case ServerKind::vcpu:
      return vcpus_;
    case ServerKind::iothread:
      break;
  }
  return thread(spec, device, name, queue % static_cast<std::uint32_t>(seat_.servers[device].size()));
}

Server& Servers::thread(const ServerSpec& spec, std::uint32_t device, const std::string& name,
                        std::uint32_t number) {
  const auto found = std::find_if(threads_.begin(), threads_.end(), [&](const Thread& thread) {
    return thread.device == device && thread.number == number;
  });
  if (found != threads_.end()) return *found->server;
  return *threads_
              .emplace_back(
                  Thread{std::make_unique<server::IoThread>(host_, spec.poll),
                         {name + "/iothread", seat_.index, seat_.servers[device][number], spec.nice, false},
                         device,
                         number})
              .server;
}

void Servers::start(std::uint32_t device, const std::vector<std::unique_ptr<Guest>>& guests) {
  if (!main_loop_device_ && main_loop_.needs_thread()) main_loop_device_ = device;
  for (Thread& thread : threads_) {
    if (thread.device != device) continue;
    thread.task.serves = &guests[thread.number % guests.size()]->vcpu().task();
    thread.server->start(thread.task);
  }
}

void Servers::start_main_loop() {
  if (main_loop_device_)
    main_loop_.start(
        {seat_.name + "/main-loop", seat_.index, seat_.servers[*main_loop_device_].front(), 0, false});
}

}  // namespace kickpath::vm
