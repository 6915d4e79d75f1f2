#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/input.hpp"

/// The page: a template that was bundled when kickpath was built (page/), and the report's document in it.
namespace kickpath::report {

constexpr std::size_t most_page_bytes = 2'000'000;

/// Of the template, or why there is none.
config::Outcome<std::string_view> page_template();

/// The document's text stands where the template has its marker; nothing else of the template changes.
std::string page_with(std::string_view page, const Json& document);

/// A page of at most most_page_bytes: lists are cut to as many entries as fit. Nothing where not even short
/// ones do.
std::optional<std::string> fitting_page(std::string_view page, const std::vector<Input>& inputs,
                                        const std::string& title, const std::string& version);

}  // namespace kickpath::report
