#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "virtqueue/suppression.hpp"

/// What the stress turns: how the sides wait, what they suppress, how large the queue is and how full, and
/// what requests look like.
namespace kickpath::virtqueue::stress {

enum class Waiting : std::uint8_t {
  eventfd,  ///< both sides block until the other one writes their eventfd, so a lost notification is a hang
  poll      ///< both sides look at the ring and at nothing else
};

/// Descriptors of a request.
enum class Shape : std::uint8_t { one, two, three, indirect, mixed };

enum class Layout : std::uint8_t { split, packed };

struct Mode {
  Layout layout = Layout::split;
  Waiting waiting = Waiting::eventfd;
  Suppression suppression = Suppression::flags;
  std::uint16_t size = 1;
  std::uint32_t depth = 1;  ///< requests in flight, as far as there are descriptors
  Shape shape = Shape::one;
};

/// The whole matrix, without the shapes that do not fit into their queue.
std::vector<Mode> all_modes();

/// How many requests make a mode worth its time, at 100 %: few where each costs context switches, in the
/// polling modes on a machine that others use too.
std::uint32_t operations_of(const Mode& mode);

/// "split eventfd event-idx size 16 depth 16 mixed"
std::string name_of(const Mode& mode);

}  // namespace kickpath::virtqueue::stress
