#pragma once
#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

/// SQLite's handles, whose errors are exceptions of store.hpp.
namespace kickpath::store {

class Database {
 public:
  explicit Database(const std::string& path);

  void execute(const char* sql);
  std::int64_t number(const char* sql);
  std::string text(const char* sql);

  /// Throws what `code` means, with the path.
  [[noreturn]] void fail(int code) const;
  sqlite3* get() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Bind, step, read; reset() before it is bound again.
class Statement {
 public:
  Statement(Database& database, const char* sql);

  /// Positions count from 1. The text must live until the statement is reset.
  void bind(int position, std::string_view text);
  void bind(int position, std::int64_t number);
  /// Is there a row?
  bool step();
  std::string text(int column) const;
  std::int64_t number(int column) const;
  void reset();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void check(int code);

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace kickpath::store
