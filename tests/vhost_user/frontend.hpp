#pragma once
#include <array>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "vhost_user/server.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_layout.hpp"
#include "vmm/system_call.hpp"

/// A VMM as the backend sees it: it speaks the protocol over a socket pair and shares a memfd.
namespace kickpath::vhost_user::testing {

/// Guest memory in two regions, as a PC's around its hole: the second lies behind the first in the file. The
/// VMM's own addresses are made up, as another process's look.
constexpr std::uint64_t low_bytes = 0x10000, high_bytes = 0x40000;
constexpr MemoryRegion low_region{0, low_bytes, 0x7f0000000000, 0};
constexpr MemoryRegion high_region{0x100000, high_bytes, 0x7f1000000000, low_bytes};
constexpr virtqueue::GuestAddress high{high_region.guest_address};

constexpr std::uint64_t user_address(virtqueue::GuestAddress a) {
  return high_region.user_address + (a.value - high_region.guest_address);
}

/// The backend for one frontend, in a thread of its own.
class ServedDisk {
 public:
  explicit ServedDisk(std::uint64_t sectors) : disk(sectors) {
    int ends[2];
    vmm::checked(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
    frontend_end = vmm::FileDescriptor(ends[0]);
    thread_ = std::thread([this, fd = ends[1]] {
      Connection connection{vmm::FileDescriptor(fd)};
      session_ = serve(connection, disk);
    });
  }
  ~ServedDisk() {
    if (thread_.joinable()) end();
  }

  /// The frontend goes.
  const Session& end() {
    frontend_end = vmm::FileDescriptor{};
    thread_.join();
    return session_;
  }

  BlkDisk disk;
  vmm::FileDescriptor frontend_end;

 private:
  Session session_;
  std::thread thread_;
};

class Frontend {
 public:
  explicit Frontend(int socket)
      : kick_(new_event()), call_(new_event()), socket_(socket),
        memory_(vmm::checked(memfd_create("guest", MFD_CLOEXEC), "memfd_create")) {
    vmm::checked(ftruncate(memory_.get(), low_bytes + high_bytes), "ftruncate");
    void* const at =
        mmap(nullptr, low_bytes + high_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory_.get(), 0);
    if (at == MAP_FAILED) throw std::runtime_error("mmap");
    mapped_ = static_cast<std::byte*>(at);
  }
  Frontend(const Frontend&) = delete;
  Frontend& operator=(const Frontend&) = delete;
  ~Frontend() { munmap(mapped_, low_bytes + high_bytes); }

  /// The high region, where the tests have their rings.
  virtqueue::DirectMemory guest() const { return {mapped_ + low_bytes, high, high_bytes}; }
  int kick() const { return kick_.get(); }
  int call() const { return call_.get(); }
  int memory() const { return memory_.get(); }

  template <class T>
  void send(Request request, const T& payload, std::vector<int> descriptors = {}, std::uint32_t flags = 1) {
    send_bytes({static_cast<std::uint32_t>(request), flags, sizeof payload}, &payload, sizeof payload,
               descriptors);
  }
  void send(Request request) { send_bytes({static_cast<std::uint32_t>(request), 1, 0}, nullptr, 0, {}); }
  /// As it is, right or wrong. False: nobody is there any more.
  bool send_bytes(const Header& header, const void* payload, std::size_t bytes,
                  const std::vector<int>& descriptors) {
    std::vector<std::byte> all(sizeof header + bytes);
    std::memcpy(all.data(), &header, sizeof header);
    if (bytes != 0) std::memcpy(all.data() + sizeof header, payload, bytes);
    iovec place{all.data(), all.size()};
    msghdr message{};
    message.msg_iov = &place;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(16 * sizeof(int))> control{};
    if (!descriptors.empty()) {
      message.msg_control = control.data();
      message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
      cmsghdr* const c = CMSG_FIRSTHDR(&message);
      c->cmsg_level = SOL_SOCKET;
      c->cmsg_type = SCM_RIGHTS;
      c->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
      std::memcpy(CMSG_DATA(c), descriptors.data(), descriptors.size() * sizeof(int));
    }
    return sendmsg(socket_, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(all.size());
  }

  /// The answer to the last request that has one.
  template <class T>
  T receive() {
    Header header;
    read_all(&header, sizeof header);
    if (header.size != sizeof(T))
      throw std::runtime_error("an answer of " + std::to_string(header.size) + " bytes");
    if (header.flags != (header_flag::version | header_flag::reply))
      throw std::runtime_error("no answer's flags");
    T value;
    read_all(&value, sizeof value);
    return value;
  }
  template <class T>
  T ask(Request request) {
    send(request);
    return receive<T>();
  }

  /// The first messages, as QEMU sends them.
  void introduce(std::uint64_t features, std::uint64_t protocol_features = protocol_feature::config) {
    send(Request::set_owner);
    send(Request::set_protocol_features, protocol_features);
    send(Request::set_features, features | feature_protocol_features);
    share_memory();
  }
  void share_memory() {
    struct {
      std::uint32_t count = 2, padding = 0;
      MemoryRegion regions[2] = {low_region, high_region};
    } table;
    send(Request::set_mem_table, table, {memory_.get(), memory_.get()});
  }
  void start(const VringAddress& address, std::uint32_t size, std::uint32_t base) {
    send(Request::set_vring_num, VringState{0, size});
    send(Request::set_vring_base, VringState{0, base});
    send(Request::set_vring_addr, address);
    send(Request::set_vring_call, std::uint64_t{0}, {call()});
    send(Request::set_vring_kick, std::uint64_t{0}, {kick()});
    send(Request::set_vring_enable, VringState{0, 1});
  }
  std::uint32_t stop() {
    send(Request::get_vring_base, VringState{});
    return receive<VringState>().value;
  }

 private:
  static vmm::FileDescriptor new_event() {
    return vmm::FileDescriptor(vmm::checked(eventfd(0, EFD_CLOEXEC), "eventfd"));
  }
  void read_all(void* to, std::size_t bytes) {
    if (recv(socket_, to, bytes, MSG_WAITALL) != static_cast<ssize_t>(bytes))
      throw std::runtime_error("the backend has gone");
  }

  vmm::FileDescriptor kick_, call_;
  int socket_;
  vmm::FileDescriptor memory_;
  std::byte* mapped_ = nullptr;
};

inline VringAddress address_of(const virtqueue::QueueLayout& q) {
  return {0, 0, user_address(q.desc), user_address(q.used), user_address(q.avail), 0};
}
inline VringAddress address_of(const virtqueue::PackedLayout& q) {
  return {0, 0, user_address(q.ring), user_address(q.device_event), user_address(q.driver_event), 0};
}

}  // namespace kickpath::vhost_user::testing
