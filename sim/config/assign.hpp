#pragma once
#include <concepts>
#include <fmt/format.h>
#include <optional>
#include <type_traits>
#include <utility>

#include "config/shape.hpp"

/// A struct's member may have another type than the shape that reads it: a narrower integer, or a
/// std::optional of it.
namespace kickpath::config {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

/// Reads with a Shape<U> into a member of type M; a std::optional is filled.
template <class M, class U>
bool read_member(const Shape<U>& shape, const Spot& spot, M& out) {
  if constexpr (std::same_as<M, U>) {
    return shape.read(spot, out);
  } else if constexpr (is_optional<M>) {
    auto value = out.value_or(typename M::value_type{});
    if (!read_member(shape, spot, value)) return false;
    out = std::move(value);
    return true;
  } else {
    U value{};
    if (!shape.read(spot, value)) return false;
    if constexpr (std::integral<U> && std::integral<M>)
      if (!std::in_range<M>(value)) return spot.error(fmt::format("{} is out of range", value));
    out = static_cast<M>(std::move(value));
    return true;
  }
}

/// An empty std::optional is written as null.
template <class M, class U>
json write_member(const Shape<U>& shape, const M& member) {
  if constexpr (std::same_as<M, U>) {
    return shape.write(member);
  } else if constexpr (is_optional<M>) {
    return member ? write_member(shape, *member) : json(nullptr);
  } else {
    return shape.write(static_cast<U>(member));
  }
}

}  // namespace kickpath::config
