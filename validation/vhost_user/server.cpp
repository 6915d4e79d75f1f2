#include "vhost_user/server.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "vmm/system_call.hpp"

namespace kickpath::vhost_user {

namespace {

std::vector<std::byte> acknowledgement(bool is_done) {
  const std::uint64_t word = is_done ? 0 : 1;
  std::vector<std::byte> bytes(sizeof word);
  std::memcpy(bytes.data(), &word, sizeof word);
  return bytes;
}

/// False: the frontend has gone.
bool handle_next(Connection& frontend, Backend& backend, Session& session) {
  auto message = frontend.receive();
  if (!message) return false;
  const bool is_acknowledged = backend.does_acknowledge(*message);
  try {
    const auto answer = backend.handle(*message);
    if (answer) {
      frontend.reply(message->header, *answer);
    } else if (is_acknowledged) {
      frontend.reply(message->header, acknowledgement(true));
    }
  } catch (const ProtocolError& error) {
    if (!is_acknowledged) throw;
    session.errors.emplace_back(error.what());
    frontend.reply(message->header, acknowledgement(false));
  }
  return true;
}

void wait_for(std::vector<pollfd>& descriptors) {
  while (poll(descriptors.data(), descriptors.size(), -1) < 0)
    if (errno != EINTR) vmm::checked(-1, "poll");
}

/// The frontend first, then the kicks of the rings that run.
std::vector<pollfd> watched(const Connection& frontend, std::vector<Vring>& rings) {
  std::vector<pollfd> all{{frontend.descriptor(), POLLIN, 0}};
  for (const Vring& ring : rings) all.push_back({ring.is_running() ? ring.kick_descriptor() : -1, POLLIN, 0});
  return all;
}

void run(Connection& frontend, Backend& backend, Session& session) {
  std::vector<Vring>& rings = backend.rings();
  std::vector<pollfd> descriptors = watched(frontend, rings);
  for (;;) {
    wait_for(descriptors);
    for (std::size_t i = 0; i < rings.size(); ++i) {
      if (descriptors[i + 1].revents == 0) continue;
      rings[i].take_kick();
      rings[i].drain();
    }
    if (descriptors[0].revents != 0 && !handle_next(frontend, backend, session)) return;
    descriptors = watched(frontend, rings);
  }
}

}  // namespace

Session serve(Connection& frontend, BlkDisk& disk) {
  Session session;
  Backend backend(disk);
  try {
    run(frontend, backend, session);
  } catch (const ProtocolError& error) {
    session.errors.emplace_back(error.what());
  }
  for (const Vring& ring : backend.rings())
    session.rings.insert(session.rings.end(), ring.uses().begin(), ring.uses().end());
  return session;
}

Listener::Listener(std::string path)
    : path_(std::move(path)), socket_(vmm::checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")),
      stop_(vmm::checked(eventfd(0, EFD_CLOEXEC), "eventfd")) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path_.size() >= sizeof address.sun_path)
    throw std::runtime_error(fmt::format("{}: too long for the path of a socket", path_));
  path_.copy(address.sun_path, path_.size());
  vmm::checked(bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
               path_.c_str());
  vmm::checked(listen(socket_.get(), 1), "listen");
}

Listener::~Listener() { unlink(path_.c_str()); }

std::optional<Connection> Listener::accept() {
  std::vector<pollfd> descriptors{{socket_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
  wait_for(descriptors);
  if (descriptors[1].revents != 0) return std::nullopt;
  return Connection(
      vmm::FileDescriptor(vmm::checked(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC), "accept")));
}

void Listener::stop() {
  const std::uint64_t one = 1;
  vmm::checked(write(stop_.get(), &one, sizeof one), "write");
}

}  // namespace kickpath::vhost_user
