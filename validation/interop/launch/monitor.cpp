#include "interop/monitor.hpp"

#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "vmm/system_call.hpp"

namespace kickpath::interop {

std::vector<std::string> Monitor::words() const {
  return {"-chardev", "socket,id=monitor,server=on,wait=off,path=" + path_.string(), "-mon",
          "chardev=monitor,mode=readline"};
}

void Monitor::say(const std::string& command) {
  if (socket_.get() < 0) connect();
  const std::string line = command + "\n";
  vmm::checked(write(socket_.get(), line.data(), line.size()), "write");
  read_prompt();
}

void Monitor::connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path_.native().size() >= sizeof address.sun_path)
    throw std::runtime_error(path_.string() + ": too long for the path of a socket");
  path_.native().copy(address.sun_path, path_.native().size());
  socket_ = vmm::FileDescriptor(vmm::checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  vmm::checked(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
               path_.c_str());
  read_prompt();
}

// It echoes what it is told, and begins the next line with a prompt.
void Monitor::read_prompt() {
  constexpr int patience = 30'000;  // ms
  std::string text;
  while (!text.ends_with("\n(qemu) ")) {
    pollfd ready{socket_.get(), POLLIN, 0};
    char part[512];
    const ssize_t n = poll(&ready, 1, patience) > 0 ? read(socket_.get(), part, sizeof part) : 0;
    if (n <= 0) throw std::runtime_error("QEMU's monitor does not answer: " + text);
    text.append(part, static_cast<std::size_t>(n));
  }
}

}  // namespace kickpath::interop
