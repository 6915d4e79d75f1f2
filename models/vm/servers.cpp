#include "vm/servers.hpp"

#include <algorithm>
#include <utility>

#include "server/server_catalogue.hpp"

namespace kickpath::vm {

using server::Server;
using server::ServerKind;

Servers::Servers(host::Host& host, const seating::VmSeat& seat, Duration alarm)
    : host_(host), seat_(seat), lock_(host), main_loop_(host, lock_), vcpus_(main_loop_) {
  if (alarm > Duration::zero()) main_loop_.share_alarm(alarm);
}

Server& Servers::of(const Client& client, std::uint32_t queue) {
  switch (client.spec.kind) {
    case ServerKind::none:
      return nobody_;
    case ServerKind::vcpu:
      return vcpus_;
    case ServerKind::main_loop:
      return main_loop_;
    default:
      return thread(client, queue % static_cast<std::uint32_t>(seat_.servers[client.number].size()));
  }
}

Server& Servers::thread(const Client& client, std::uint32_t number) {
  const std::optional<std::string>& shared = client.spec.name;
  const auto found = std::find_if(threads_.begin(), threads_.end(), [&](const Thread& thread) {
    return shared ? thread.shared_name == shared : thread.device == client.number && thread.number == number;
  });
  if (found != threads_.end()) return *found->server;
  Thread& made = threads_.emplace_back();
  made.server = server::make_thread(client.spec, host_);
  made.task.name = shared ? seat_.name + '/' + *shared
                          : client.name + '/' +
                                server::thread_name(client.spec, seat_.servers[client.number].size(), number);
  made.task.vm = seat_.index;
  made.task.affinity = seat_.servers[client.number][number];
  made.task.nice = client.spec.nice;
  made.shared_name = shared;
  made.device = client.number;
  made.number = number;
  made.vcpu = number / client.queues_of_vcpu;
  return *made.server;
}

host::TaskSpec Servers::helper_of(const Client& client, const std::string& what) const {
  return {client.name + '/' + what, seat_.index, seat_.servers[client.number].front(), client.spec.nice,
          false};
}

void Servers::start(std::uint32_t device, const std::vector<std::unique_ptr<Guest>>& guests) {
  if (!main_loop_device_ && main_loop_.needs_thread()) main_loop_device_ = device;
  for (Thread& thread : threads_) {
    if (thread.device != device) continue;
    thread.task.serves = &guests[thread.vcpu % guests.size()]->vcpu().task();
    thread.server->start(thread.task);
  }
}

void Servers::start_main_loop() {
  if (main_loop_device_)
    main_loop_.start(
        {seat_.name + "/main-loop", seat_.index, seat_.servers[*main_loop_device_].front(), 0, false});
}

}  // namespace kickpath::vm
