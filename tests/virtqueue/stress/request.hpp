#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "memory.hpp"
#include "mode.hpp"
#include "random.hpp"
#include "virtqueue/buffer.hpp"

/// What a request asks and what its answer must be. Its place holds: id u64, salt u64, answer u64, and from
/// 64 on the indirect table.
namespace kickpath::virtqueue::stress {

struct Form {
  std::uint32_t buffers = 1;
  bool is_indirect = false;
};

constexpr Form form_of(Shape shape, std::uint16_t size, std::uint64_t id) {
  const std::uint32_t most = std::min<std::uint32_t>(3, size);
  switch (shape) {
    case Shape::one:
      return {1, false};
    case Shape::two:
      return {2, false};
    case Shape::three:
      return {3, false};
    case Shape::indirect:
      return {most, true};
    case Shape::mixed:
      break;
  }
  const std::uint64_t random = mix(id);
  return {1 + static_cast<std::uint32_t>((random >> 8) % most), (random & 1) != 0};
}

class Request {
 public:
  Request(Form form, GuestAddress place) : form_(form), place_(place) {
    switch (form_.buffers) {
      case 1:  // The device reads the id in a writable buffer, which VirtIO 1.3 2.7.5.2 allows to a
               // diagnosis.
        buffers_ = {{{place, 24, true}}};
        break;
      case 2:
        buffers_ = {{{place, 8, false}, {answer(), 8, true}}};
        break;
      default:
        buffers_ = {{{place, 8, false}, {salt(), 8, false}, {answer(), 8, true}}};
    }
  }

  bool is_indirect() const { return form_.is_indirect; }
  std::span<const Buffer> buffers() const { return {buffers_.data(), form_.buffers}; }
  GuestAddress table() const { return place_ + 64; }
  GuestAddress salt() const { return place_ + 8; }
  GuestAddress answer() const { return place_ + 16; }

  void ask(const GuestMemory auto& memory, std::uint64_t id) const {
    memory.template store<std::uint64_t>(place_, id);
    memory.template store<std::uint64_t>(salt(), ~id);
    memory.template store<std::uint64_t>(answer(), 0);
  }
  std::uint64_t expected(std::uint64_t id) const { return form_.buffers < 3 ? mix(id) : mix(mix(id) ^ ~id); }

 private:
  Form form_;
  GuestAddress place_;
  std::array<Buffer, 3> buffers_{};
};

/// The device's side of it, who knows the chain only: a function of all that it may read.
inline std::uint64_t answer_to(const GuestMemory auto& memory, std::span<const Buffer> buffers) {
  std::uint64_t answer = 0;
  for (const Buffer& b : buffers)
    if (!b.is_writable || buffers.size() == 1) answer = mix(answer ^ memory.template load<std::uint64_t>(b.address));
  return answer;
}

/// Where it goes: the last 8 bytes of the chain.
inline GuestAddress answer_place(std::span<const Buffer> buffers) {
  return buffers.back().address + (buffers.back().length - 8);
}

}  // namespace kickpath::virtqueue::stress
