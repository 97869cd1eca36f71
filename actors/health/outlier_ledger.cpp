#include "actors/health/outlier_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace troupe::actors {

namespace {

using runtime::time::steady_point;

struct distribution {
  double mean = 0;
  double deviation = 0; ///< standard, of the whole population
};

template <class Rates>
distribution distribution_of(const Rates& all) {
  auto n = static_cast<double>(all.size());
  auto result = distribution{};
  for (auto& x : all)
    result.mean += x.rate / n;
  auto variance = 0.0;
  for (auto& x : all)
    variance += (x.rate - result.mean) * (x.rate - result.mean) / n;
  result.deviation = std::sqrt(variance);
  return result;
}

} // namespace

outlier_ledger::outlier_ledger(const outlier_options& options, steady_point now)
  : options_(options), interval_ends_(now + options.interval) {
  // nop
}

void outlier_ledger::adopt(std::span<const backend_id> all) {
  auto before = std::exchange(members_, {});
  for (auto id : all) {
    auto& x = members_[id];
    if (auto was = before.find(id); was != before.end())
      x = std::move(was->second);
    else
      x.tally = std::make_shared<outcome_tally>(options_.consecutive_failures);
  }
}

void outlier_ledger::note_usable(backend_id who, bool usable) {
  if (auto i = members_.find(who); i != members_.end())
    i->second.usable = usable;
}

std::shared_ptr<outcome_tally> outlier_ledger::tally(backend_id who) const {
  return members_.at(who).tally;
}

bool outlier_ledger::ejected(backend_id who) const noexcept {
  auto i = members_.find(who);
  return i != members_.end() && i->second.until;
}

std::size_t outlier_ledger::ejected() const noexcept {
  return static_cast<std::size_t>(
    std::count_if(members_.begin(), members_.end(),
                  [](auto& x) { return x.second.until.has_value(); }));
}

// -- ejecting -----------------------------------------------------------------

bool outlier_ledger::may_eject(const member& x) const noexcept {
  auto is_left = [&x](auto& y) {
    return &y.second != &x && y.second.usable && !y.second.until;
  };
  if (std::none_of(members_.begin(), members_.end(), is_left))
    return false;
  auto out = ejected() + 1;
  return options_.max_ejected > 0
         && (out == 1 || out * 100 <= members_.size() * options_.max_ejected);
}

std::optional<outlier_change> outlier_ledger::eject(backend_id who, member& x,
                                                    steady_point now,
                                                    std::string why) {
  if (!may_eject(x)) {
    ++spared_;
    return std::nullopt;
  }
  // Not more often than makes a difference: so many it has to be forgiven.
  if (options_.base_ejection * x.times < options_.max_ejection)
    ++x.times;
  auto how_long
    = std::min(options_.base_ejection * x.times, options_.max_ejection);
  x.until = now + how_long;
  x.was_out = true;
  return outlier_change{
    .id = who, .ejected = true, .how_long = how_long, .why = std::move(why)};
}

std::optional<outlier_change> outlier_ledger::note_row(backend_id who,
                                                       steady_point now) {
  auto i = members_.find(who);
  if (i == members_.end() || i->second.until)
    return std::nullopt;
  auto row = i->second.tally->in_a_row();
  if (row < options_.consecutive_failures)
    return std::nullopt; // it has ended since
  return eject(who, i->second, now,
               fmt::format("{} gateway failures in a row", row));
}

// -- as time goes by ----------------------------------------------------------

std::vector<outlier_change> outlier_ledger::expire(steady_point now) {
  auto result = std::vector<outlier_change>{};
  let_return(now, result);
  if (interval_ends_ <= now) {
    interval_ends_ = now + options_.interval;
    judge_rates(now, result);
    forgive();
  }
  return result;
}

steady_point outlier_ledger::next_due() const noexcept {
  auto result = interval_ends_;
  for (auto& [id, x] : members_)
    result = std::min(result, x.until.value_or(result));
  return result;
}

void outlier_ledger::let_return(steady_point now,
                                std::vector<outlier_change>& out) {
  for (auto& [id, x] : members_) {
    if (!x.until || *x.until > now)
      continue;
    x.until.reset();
    // What it did while it was out, or before, does not count any more.
    x.tally->forget_row();
    x.tally->take();
    out.push_back({.id = id,
                   .ejected = false,
                   .how_long = {},
                   .why = "its ejection is over"});
  }
}

std::vector<outlier_ledger::rated> outlier_ledger::take_rates() {
  auto result = std::vector<rated>{};
  for (auto& [id, x] : members_) {
    auto seen = x.tally->take();
    if (!x.until && x.usable
        && seen.requests >= options_.success_rate.min_requests)
      result.push_back(
        {id, 1 - static_cast<double>(seen.failures) / seen.requests});
  }
  return result;
}

void outlier_ledger::judge_rates(steady_point now,
                                 std::vector<outlier_change>& out) {
  auto& limits = options_.success_rate;
  auto all = take_rates();
  if (limits.factor <= 0 || all.size() < limits.min_backends)
    return;
  auto usual = distribution_of(all);
  auto least = std::min(usual.mean - limits.factor * usual.deviation,
                        usual.mean - limits.margin / 100.0);
  // The worst first: there may not be room for all.
  std::sort(all.begin(), all.end(),
            [](auto& a, auto& b) { return a.rate < b.rate; });
  for (auto& x : all) {
    if (x.rate >= least)
      break;
    if (auto change = eject(x.id, members_.at(x.id), now,
                            fmt::format("success rate {:.1f} %, where {:.1f} % "
                                        "is usual",
                                        100 * x.rate, 100 * usual.mean)))
      out.push_back(*std::move(change));
  }
}

void outlier_ledger::forgive() {
  for (auto& [id, x] : members_) {
    if (!std::exchange(x.was_out, x.until.has_value()) && x.times > 0)
      --x.times;
  }
}

} // namespace troupe::actors
