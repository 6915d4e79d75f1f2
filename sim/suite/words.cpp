#include "suite/words.hpp"

namespace kickpath::suite {

std::string_view word(World world) { return world == World::qemu ? "qemu" : "kvm"; }

std::string_view word(BarSpec::Kind kind) {
  switch (kind) {
    case BarSpec::Kind::median_error:
      return "median-error";
    case BarSpec::Kind::worst_error:
      return "worst-error";
    case BarSpec::Kind::orderings:
      return "orderings";
    case BarSpec::Kind::coverage:
      return "coverage";
    case BarSpec::Kind::half_width:
      break;
  }
  return "half-width";
}

std::string_view word(Clarity clarity) {
  switch (clarity) {
    case Clarity::clear:
      return "clear";
    case Clarity::resolved:
      return "resolved";
    case Clarity::unresolved:
      break;
  }
  return "unresolved";
}

std::string_view word(JudgedBar::Verdict verdict) {
  switch (verdict) {
    case JudgedBar::Verdict::held:
      return "held";
    case JudgedBar::Verdict::missed:
      return "missed";
    case JudgedBar::Verdict::unjudged:
      break;
  }
  return "unjudged";
}

}  // namespace kickpath::suite
