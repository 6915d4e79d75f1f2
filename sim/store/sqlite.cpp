#include "store/sqlite.hpp"

#include <fmt/format.h>

#include "store/store.hpp"

namespace kickpath::store {

namespace {

sqlite3* opened(const std::string& path, int& code) {
  sqlite3* handle = nullptr;
  code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  return handle;
}

}  // namespace

Database::Database(const std::string& path) : path_(path) {
  int code = SQLITE_OK;
  handle_.reset(opened(path, code));
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(get(), 1);
}

void Database::fail(int code) const {
  const std::string what = get() ? sqlite3_errmsg(get()) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      throw BadStore(fmt::format("{}: is no store: {}", path_, what));
    case SQLITE_CORRUPT:
      throw BadStore(fmt::format("{}: the store is corrupt: {}", path_, what));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw StoreFailed(fmt::format("{}: another process uses the store", path_));
    default:
      throw StoreFailed(fmt::format("{}: {} ({})", path_, what, sqlite3_errstr(code)));
  }
}

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

std::string Database::text(const char* sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : "";
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.get(), sql, -1, &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) database_.fail(code);
}

void Statement::check(int code) {
  if (code != SQLITE_OK) database_.fail(code);
}

void Statement::bind(int position, std::string_view text) {
  check(
      sqlite3_bind_text64(statement_.get(), position, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int position, std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), position, number));
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

void Statement::reset() { sqlite3_reset(statement_.get()); }

}  // namespace kickpath::store
