#include "trace/chrome_writer.hpp"

#include <array>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace kickpath::trace {

namespace {

constexpr std::size_t block = std::size_t{256} * 1024;  // of output, at once

// By RecordKind. An instant's scope is its track; an arrow ends at the slice around its end.
constexpr std::array<std::string_view, 7> heads{
    ",\n{\"ph\":\"B\",\"ts\":",
    ",\n{\"ph\":\"E\",\"ts\":",
    ",\n{\"ph\":\"i\",\"s\":\"t\",\"ts\":",
    ",\n{\"ph\":\"C\",\"ts\":",
    ",\n{\"ph\":\"s\",\"ts\":",
    ",\n{\"ph\":\"t\",\"ts\":",
    ",\n{\"ph\":\"f\",\"bp\":\"e\",\"ts\":",
};

// What an event has beside its track's ids and its name: head, date, and the numbers of its series.
constexpr std::size_t most_besides = 160;

std::size_t size_of(const TimelineLegend::Text& text) {
  std::size_t size = 0;
  for (const std::string& part : text) size += part.size();
  return size;
}

}  // namespace

ChromeWriter::ChromeWriter(results::OutputFile& file, const TimelineLegend& legend)
    : file_(file), legend_(legend), buffer_(block, '\0') {}

void ChromeWriter::begin(const nlohmann::ordered_json& about) {
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  const std::string head = fmt::format("{{\"displayTimeUnit\":\"ns\",\"otherData\":{},\"traceEvents\":[",
                                       about.dump(-1, ' ', true, replace));
  make_room(head.size());
  append(head);
  declare_tracks();
}

// In the order of their numbers, which is that of the scenario.
void ChromeWriter::declare_tracks() {
  for (; processes_ < legend_.processes().size(); ++processes_) {
    const std::string ids = fmt::format(R"(,"pid":{})", processes_ + 1);
    declare("process_name", ids,
            fmt::format(R"("name":{})", json_string(legend_.processes()[processes_].name)));
    declare("process_sort_index", ids, fmt::format(R"("sort_index":{})", processes_ + 1));
  }
  for (; tracks_ < legend_.tracks().size(); ++tracks_) {
    const TimelineLegend::Track& track = legend_.tracks()[tracks_];
    declare("thread_name", track.ids, fmt::format(R"("name":{})", json_string(track.name)));
    declare("thread_sort_index", track.ids, fmt::format(R"("sort_index":{})", tracks_ + 1));
  }
}

void ChromeWriter::declare(std::string_view kind, std::string_view ids, std::string_view arguments) {
  const std::string text = fmt::format("{}\n{{\"ph\":\"M\",\"name\":\"{}\"{},\"args\":{{{}}}}}",
                                       std::exchange(has_events_, true) ? "," : "", kind, ids, arguments);
  make_room(text.size());
  append(text);
}

// Its track's declaration stands before it: it is never the first.
void ChromeWriter::write(const Record& record) {
  const std::string& ids = legend_.track(record.track()).ids;
  const bool is_named = record.kind != RecordKind::slice_ends;
  make_room(most_besides + ids.size() + (is_named ? size_of(legend_.text(record.name)) : 0));
  append(heads[static_cast<std::size_t>(record.kind)]);
  append_date(record.date);
  append(ids);
  switch (record.kind) {
    case RecordKind::slice_ends:
      return append("}");
    case RecordKind::counter:
      return append_counter(record);
    case RecordKind::flow_begins:
    case RecordKind::flow_steps:
    case RecordKind::flow_ends:
      append(R"(,"id":)");
      append_number(record.value);
      [[fallthrough]];
    default:
      return append(legend_.text(record.name).front());
  }
}

void ChromeWriter::append_counter(const Record& record) {
  const TimelineLegend::Text& parts = legend_.text(record.name);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    append(parts[i]);
    append_number(series(record.value, i));
  }
  append(parts.back());
}

void ChromeWriter::end() {
  constexpr std::string_view tail = "\n]}\n";
  make_room(tail.size());
  append(tail);
  flush();
}

void ChromeWriter::make_room(std::size_t bytes) {
  if (buffer_.size() - used_ >= bytes) return;
  flush();
  if (buffer_.size() < bytes) buffer_.resize(bytes);
}

void ChromeWriter::append(std::string_view text) {
  std::memcpy(buffer_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

void ChromeWriter::append_number(std::uint64_t number) {
  const fmt::format_int digits(number);
  append({digits.data(), digits.size()});
}

// Many events share their date with the one before.
void ChromeWriter::append_date(Instant date) {
  if (date != dated_) {
    constexpr std::int64_t ps_per_us = 1'000'000;
    const std::int64_t ps = date.time_since_epoch().count();
    const fmt::format_int whole(ps / ps_per_us);
    const fmt::format_int decimals(ps_per_us + ps % ps_per_us);  // a 1 before them keeps their zeros
    date_.assign(whole.data(), whole.size());
    date_ += '.';
    date_.append(decimals.data() + 1, decimals.size() - 1);
    dated_ = date;
  }
  append(date_);
}

void ChromeWriter::flush() {
  file_.write(std::string_view(buffer_).substr(0, used_));
  used_ = 0;
}

}  // namespace kickpath::trace
