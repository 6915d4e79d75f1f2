#include "study/expression.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <muParser.h>

#include "config/excerpt.hpp"
#include "config/nearest.hpp"
#include "results/metric_table.hpp"

namespace kickpath::study {

struct Expression::Compiled {
  mu::Parser parser;
  std::array<double, results::metric_count> values{};
};

namespace {

constexpr std::size_t longest = 1'000;

/// muParser's variables can be set: `a = 2` would change a metric for whoever comes next.
bool is_assigning(const std::string& text) {
  for (std::size_t at = text.find('='); at != std::string::npos; at = text.find('=', at + 1)) {
    const char before = at > 0 ? text[at - 1] : ' ';
    const char after = at + 1 < text.size() ? text[at + 1] : ' ';
    if (after == '=')
      ++at;
    else if (std::string_view{"<>!"}.find(before) == std::string_view::npos)
      return true;
  }
  return false;
}

std::string problem_of(const mu::Parser::exception_type& error) {
  if (error.GetCode() == mu::ecUNASSIGNABLE_TOKEN && !error.GetToken().empty())
    return fmt::format("no metric is called {}{}", config::quote(error.GetToken()),
                       config::suggestion(error.GetToken(), results::metric_keys()));
  return fmt::format("is no expression: {}", error.GetMsg());
}

}  // namespace

config::Outcome<Expression> Expression::parse(const std::string& text) {
  using Result = config::Outcome<Expression>;
  if (text.size() > longest) return Result::bad(fmt::format("is longer than {} characters", longest));
  if (is_assigning(text)) return Result::bad("is no expression: '=' assigns");
  Expression expression;
  expression.text_ = text;
  expression.compiled_ = std::make_shared<Compiled>();
  mu::Parser& parser = expression.compiled_->parser;
  try {
    parser.ClearConst();
    parser.DefineNameChars("0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    for (std::size_t i = 0; i < results::metric_count; ++i)
      parser.DefineVar(std::string{results::metric_table[i].key}, &expression.compiled_->values[i]);
    parser.SetExpr(text);
    parser.Eval();
    if (parser.GetNumResults() != 1) return Result::bad("is several expressions: one is wanted");
    for (const auto& used : parser.GetUsedVar())
      expression.metrics_.push_back(results::metric_index(used.first));
  } catch (const mu::Parser::exception_type& error) {
    return Result::bad(problem_of(error));
  }
  std::sort(expression.metrics_.begin(), expression.metrics_.end());
  return expression;
}

std::optional<double> Expression::value(const Figures& figures) const {
  for (const std::size_t metric : metrics_) {
    if (!figures[metric]) return std::nullopt;
    compiled_->values[metric] = *figures[metric];
  }
  const double value = compiled_->parser.Eval();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace kickpath::study
