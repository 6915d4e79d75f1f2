#include "store/store.hpp"

#include <charconv>
#include <filesystem>
#include <fmt/format.h>

#include "store/file_system.hpp"
#include "store/sqlite.hpp"
#include "store/state_words.hpp"

namespace kickpath::store {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t application = 0x6b696b70;  // "kikp"; in the file's header, see file(1)
constexpr std::int64_t version = 1;

constexpr const char* tables = R"(
BEGIN IMMEDIATE;
CREATE TABLE runs(
  key TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  seed TEXT NOT NULL,        -- 64 bits without a sign, which SQLite's integers do not hold
  replica INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('done', 'failed', 'died')),
  text TEXT NOT NULL) STRICT;
PRAGMA application_id = 1802070896;
PRAGMA user_version = 1;
COMMIT;
)";

/// The table's check lets no other word pass.
State checked_state(const std::string& word) {
  const auto state = state_of(word);
  if (!state) throw std::logic_error("a stored run is '" + word + "'");
  return *state;
}

/// Where one statement reads key, settings, seed, replica, state, text.
RunRecord record_of(const Statement& row) {
  RunRecord run{
      row.text(0), row.text(1), 0, static_cast<std::uint32_t>(row.number(3)), checked_state(row.text(4)),
      row.text(5)};
  const std::string seed = row.text(2);
  std::from_chars(seed.data(), seed.data() + seed.size(), run.seed);
  return run;
}

void prepare(Database& database, const std::string& folder) {
  // NORMAL: a power cut may take the last commits with it, which --resume runs again; it never harms the
  // file. Without a log it could, so there every commit is flushed.
  if (is_on_network(folder))
    database.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
  else
    database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
}

void check_store(Database& database, const std::string& path) {
  if (database.number("PRAGMA application_id") != application)
    throw BadStore(fmt::format("{}: is no store but an SQLite database of something else", path));
  const std::int64_t found = database.number("PRAGMA user_version");
  if (found != version)
    throw BadStore(fmt::format("{}: is a store of version {}, and this kickpath reads version {}", path,
                               found, version));
  const std::string flaw = database.text("PRAGMA quick_check(1)");
  if (flaw != "ok") throw BadStore(fmt::format("{}: the store is corrupt: {}", path, flaw));
}

std::string folder_of(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

}  // namespace

struct Store::Connection {
  explicit Connection(const std::string& path) : database(path) {
    // Alone with the file: the log of a killed writer is then taken in without shared memory, for which a
    // full disk has no room.
    database.execute("PRAGMA locking_mode = EXCLUSIVE");
    // Read first: what is no store is left as it is.
    const bool is_new = database.number("SELECT count(*) FROM sqlite_schema") == 0 &&
                        database.number("PRAGMA application_id") == 0;
    if (!is_new) check_store(database, path);
    prepare(database, folder_of(path));
    if (is_new) database.execute(tables);
  }

  Database database;
  bool is_in_batch = false;
  std::optional<Statement> insert, select;
};

Store::Store(const std::string& path) : connection_(std::make_unique<Connection>(path)) {
  Database& database = connection_->database;
  connection_->insert.emplace(
      database,
      "INSERT INTO runs VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(key) DO UPDATE SET "
      "settings = excluded.settings, state = excluded.state, text = excluded.text WHERE state = 'died'");
  connection_->select.emplace(database,
                              "SELECT key, settings, seed, replica, state, text FROM runs WHERE key = ?1");
}

Store::~Store() = default;

void Store::put(const RunRecord& run) {
  if (!connection_->is_in_batch) connection_->database.execute("BEGIN IMMEDIATE");
  connection_->is_in_batch = true;
  const std::string seed = std::to_string(run.seed);
  Statement& insert = *connection_->insert;
  insert.reset();
  insert.bind(1, run.key);
  insert.bind(2, run.settings);
  insert.bind(3, seed);
  insert.bind(4, std::int64_t{run.replica});
  insert.bind(5, word_of(run.state));
  insert.bind(6, run.text);
  insert.step();
  insert.reset();
}

void Store::commit() {
  if (!connection_->is_in_batch) return;
  connection_->database.execute("COMMIT");
  connection_->is_in_batch = false;
}

std::optional<RunRecord> Store::find(std::string_view key) {
  Statement& select = *connection_->select;
  select.reset();
  select.bind(1, key);
  auto run = select.step() ? std::optional{record_of(select)} : std::nullopt;
  select.reset();
  return run;
}

std::unordered_map<std::string, State> Store::states() {
  std::unordered_map<std::string, State> states;
  for (Statement row(connection_->database, "SELECT key, state FROM runs"); row.step();)
    states.emplace(row.text(0), checked_state(row.text(1)));
  return states;
}

void Store::for_each(const std::function<void(const RunRecord&)>& visit) {
  for (Statement row(connection_->database,
                     "SELECT key, settings, seed, replica, state, text FROM runs ORDER BY key");
       row.step();)
    visit(record_of(row));
}

}  // namespace kickpath::store
