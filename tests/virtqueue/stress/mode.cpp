#include "mode.hpp"

#include <array>

namespace kickpath::virtqueue::stress {

namespace {

constexpr std::array layouts{Layout::split, Layout::packed};
constexpr std::array waitings{Waiting::eventfd, Waiting::poll};
constexpr std::array suppressions{Suppression::flags, Suppression::event_idx, Suppression::none};
constexpr std::array shapes{Shape::one, Shape::two, Shape::three, Shape::indirect, Shape::mixed};

struct Fill {
  std::uint16_t size;
  std::uint32_t depth;
};
constexpr std::array<Fill, 8> fills{
    {{1, 1}, {2, 1}, {2, 2}, {16, 1}, {16, 16}, {256, 1}, {256, 16}, {256, 256}}};

// A table never lists more buffers than the queue has descriptors, so `indirect` and `mixed` always fit.
bool fits(Shape shape, std::uint16_t size) {
  if (shape == Shape::two) return size >= 2;
  if (shape == Shape::three) return size >= 3;
  return true;
}

const char* name_of(Layout layout) { return layout == Layout::split ? "split" : "packed"; }

const char* name_of(Waiting waiting) { return waiting == Waiting::eventfd ? "eventfd" : "poll"; }

const char* name_of(Suppression suppression) {
  constexpr std::array names{"flags", "event-idx", "none"};
  return names[static_cast<std::size_t>(suppression)];
}

const char* name_of(Shape shape) {
  constexpr std::array names{"one", "two", "three", "indirect", "mixed"};
  return names[static_cast<std::size_t>(shape)];
}

}  // namespace

std::vector<Mode> all_modes() {
  std::vector<Mode> modes;
  for (const Layout layout : layouts)
    for (const Waiting waiting : waitings)
      for (const Suppression suppression : suppressions)
        for (const Fill fill : fills)
          for (const Shape shape : shapes)
            if (fits(shape, fill.size))
              modes.push_back({layout, waiting, suppression, fill.size, fill.depth, shape});
  return modes;
}

std::uint32_t operations_of(const Mode& mode) {
  const bool blocks = mode.waiting == Waiting::eventfd;
  if (mode.depth < 16) return blocks ? 5'000 : 800;
  if (mode.depth < 256) return blocks ? 30'000 : 15'000;
  return blocks ? 80'000 : 100'000;
}

std::string name_of(const Mode& mode) {
  return std::string{name_of(mode.layout)} + ' ' + name_of(mode.waiting) + ' ' + name_of(mode.suppression) + " size " +
         std::to_string(mode.size) + " depth " + std::to_string(mode.depth) + ' ' + name_of(mode.shape);
}

}  // namespace kickpath::virtqueue::stress
