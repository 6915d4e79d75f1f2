#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text in a terminal of limited width. Widths count code points of UTF-8, each as one column.
namespace kickpath::results {

std::size_t width_of(std::string_view text);

/// At most `columns` wide; what does not fit ends in "~". Control characters become "?", so that a name
/// cannot move the cursor.
std::string fit(std::string_view text, std::size_t columns);

/// Items one after the other, two blanks between, broken between items into lines of at most `columns`; later
/// lines are indented as far as the first one, which starts with `label` padded to `indent`. An item wider
/// than its line is cut.
std::string wrap(std::string_view label, const std::vector<std::string>& items, std::size_t indent,
                 std::size_t columns);

/// Rows of cells (as many as the first row has): the first column flush left, the others flush right, two
/// blanks between.
std::string table(const std::vector<std::vector<std::string>>& rows);

}  // namespace kickpath::results
