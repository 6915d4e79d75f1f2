#pragma once
#include <string_view>

#include "published/published_suite.hpp"

/// How files and tables call these.
namespace kickpath::published {

constexpr std::string_view word(BarSpec::Kind kind) {
  switch (kind) {
    case BarSpec::Kind::median_error:
      return "median-error";
    case BarSpec::Kind::worst_error:
      return "worst-error";
    case BarSpec::Kind::ratio:
      break;
  }
  return "ratio";
}

constexpr std::string_view word(Role role) { return role == Role::fitted ? "fitted" : "predicted"; }

}  // namespace kickpath::published
