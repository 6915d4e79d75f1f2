#pragma once
#include <optional>
#include <string>
#include <utility>

namespace kickpath::config {

/// A value, or what is wrong with the text that should have been one.
template <class T>
struct Outcome {
  std::optional<T> value{};
  std::string problem{};  ///< empty exactly when there is a value

  Outcome(T good) : value(std::move(good)) {}
  static Outcome bad(std::string why) {  // NOLINT(performance-unnecessary-value-param): it is moved from
    Outcome outcome;
    outcome.problem = std::move(why);
    return outcome;
  }
  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }

 private:
  Outcome() = default;
};

}  // namespace kickpath::config
