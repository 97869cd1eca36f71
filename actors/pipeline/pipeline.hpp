#pragma once

#include "actors/pipeline/body_chunk.hpp"
#include "actors/pipeline/exchange_context.hpp"
#include "actors/pipeline/phase.hpp"
#include "actors/pipeline/stage_actor.hpp"
#include "actors/pipeline/verdict.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace troupe::actors {

class pipeline_here;

/// The stages of a route, in the order in which they stand at each phase. A
/// value: it is copied for each loop, and the callables in it with it, so that
/// they need no locks; what loops are to share, callables share by pointer.
///
///     auto p = pipeline{};
///     p.request([](exchange_context& x) {
///        if (!x.request().fields.find("X-Key"))
///          return verdict::answer(401, "Who are you?\n");
///        return verdict::go_on();
///      })
///      .response([](exchange_context& x) {
///        x.response().fields.set("X-Seen-By", "us");
///      });
///
/// A callable may return nothing instead of a verdict: the exchange goes on.
/// What it throws fails that exchange with stage_failed, and nothing else.
class pipeline {
public:
  using head_stage = std::function<verdict(exchange_context&)>;
  using body_stage = std::function<verdict(exchange_context&, body_chunk&)>;
  using trailer_stage
    = std::function<verdict(exchange_context&, codecs::fields::map&)>;
  using failure_stage
    = std::function<verdict(exchange_context&, const failure&)>;
  using condition = std::function<bool(exchange_context&)>;
  using body_tap
    = std::function<bool(exchange_context&, codecs::octets piece, bool last)>;
  /// Is a stage of bodies called when nothing more comes for now, too? See
  /// body_chunk::pause(). A module says so by a member `hears_pauses`.
  enum class at_pauses : std::uint8_t { is_left_alone, is_called };

  // -- a callable at a phase, see phase.hpp -----------------------------------

  template <class F>
  pipeline& early_request(F f) {
    return head(phase::early_request, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& request(F f) {
    return head(phase::request, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& before_upstream(F f) {
    return head(phase::before_upstream, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& choose_upstream(F f) {
    return head(phase::choose_upstream, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& connected(F f) {
    return head(phase::connected, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& upstream_request(F f) {
    return head(phase::upstream_request, wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& upstream_response(F f) {
    return head(phase::upstream_response,
                wrap<exchange_context&>(std::move(f)));
  }
  template <class F>
  pipeline& response(F f) {
    return head(phase::response, wrap<exchange_context&>(std::move(f)));
  }
  /// Always, and once; nothing comes of what it returns.
  template <class F>
  pipeline& logging(F f) {
    return head(phase::logging, wrap<exchange_context&>(std::move(f)));
  }

  /// May rewrite: the body's length is not known beforehand any more. With a
  /// condition, which is asked when the head's phases are over, only where it
  /// holds.
  template <class F>
  pipeline& request_body(F f, condition when = {}, at_pauses then = {}) {
    return body(phase::request_body, wrap_body(std::move(f)), std::move(when),
                then);
  }
  template <class F>
  pipeline& upstream_response_body(F f, condition when = {},
                                   at_pauses then = {}) {
    return body(phase::upstream_response_body, wrap_body(std::move(f)),
                std::move(when), then);
  }
  template <class F>
  pipeline& response_body(F f, condition when = {}, at_pauses then = {}) {
    return body(phase::response_body, wrap_body(std::move(f)), std::move(when),
                then);
  }

  /// May add to the body: the length of a response is not known beforehand any
  /// more. With a condition, as above.
  template <class F>
  pipeline& request_trailers(F f, condition when = {}) {
    return trailers(phase::request_trailers, wrap_trailers(std::move(f)),
                    std::move(when));
  }
  template <class F>
  pipeline& upstream_response_trailers(F f, condition when = {}) {
    return trailers(phase::upstream_response_trailers,
                    wrap_trailers(std::move(f)), std::move(when));
  }
  template <class F>
  pipeline& response_trailers(F f, condition when = {}) {
    return trailers(phase::response_trailers, wrap_trailers(std::move(f)),
                    std::move(when));
  }

  template <class F>
  pipeline& failed_to_connect(F f) {
    return failed(phase::failed_to_connect, wrap_failure(std::move(f)));
  }
  template <class F>
  pipeline& error_while_proxying(F f) {
    return failed(phase::error_while_proxying, wrap_failure(std::move(f)));
  }
  /// May answer with the error page.
  template <class F>
  pipeline& failed_to_proxy(F f) {
    return failed(phase::failed_to_proxy, wrap_failure(std::move(f)));
  }

  /// Sees the request's body on its way to the destination, and changes
  /// nothing: the body keeps its length. The last piece, which may be empty,
  /// says so; it comes when the request has ended, also for those without a
  /// body. Returns whether it wants more of this one; what it throws means no.
  pipeline& tap_request_body(body_tap f);

  // -- more than one at a time ------------------------------------------------

  /// A stage of several phases: an object with member functions of the phases'
  /// names. Each loop has a copy of its own.
  template <class Module>
  pipeline& add(Module x);

  /// The same for a module that cannot be copied, because it has actors of its
  /// own: `make(loop_unit&)` is called on each loop, and returns a shared
  /// pointer to what that loop has.
  template <class Make>
  pipeline& add_on_loop(Make make);

  /// A stage actor at a phase that may suspend, in its place among the others.
  /// With a condition, it is asked only where that holds.
  pipeline& ask(phase at, std::string name, stage_source_ptr source,
                stage_actor_options options = {}, condition when = {});

  /// All stages of the other behind those that are here.
  pipeline& append(const pipeline& x);

  /// A stage will send exchanges to that upstream: a proxy without it does not
  /// start.
  pipeline& names_upstream(std::string name);
  const std::vector<std::string>& named_upstreams() const noexcept {
    return upstreams_;
  }

  bool empty() const noexcept { return parts_.empty(); }

private:
  friend class pipeline_here;

  /// Puts a stage, or several, into what a loop has of the pipeline.
  using part = std::function<void(pipeline_here&)>;

  template <class... Args, class F>
  static auto wrap(F f) {
    return [f = std::move(f)](Args... args) mutable -> verdict {
      if constexpr (std::is_void_v<std::invoke_result_t<F&, Args...>>) {
        f(args...);
        return {};
      } else {
        return f(args...);
      }
    };
  }
  template <class F>
  static auto wrap_body(F f) {
    return wrap<exchange_context&, body_chunk&>(std::move(f));
  }
  template <class F>
  static auto wrap_trailers(F f) {
    return wrap<exchange_context&, codecs::fields::map&>(std::move(f));
  }
  template <class F>
  static auto wrap_failure(F f) {
    return wrap<exchange_context&, const failure&>(std::move(f));
  }

  pipeline& head(phase at, head_stage f);
  pipeline& body(phase at, body_stage f, condition when, at_pauses then);
  pipeline& trailers(phase at, trailer_stage f, condition when);
  pipeline& failed(phase at, failure_stage f);

  static loop_unit& home_of(pipeline_here& x) noexcept;
  /// Puts all of `x` into `to`.
  static void place(const pipeline& x, pipeline_here& to);

  std::vector<part> parts_;
  std::vector<std::string> upstreams_;
};

namespace detail {

template <class Module>
constexpr pipeline::at_pauses pauses_of() noexcept {
  using enum pipeline::at_pauses;
  if constexpr (requires { Module::hears_pauses; })
    return Module::hears_pauses ? is_called : is_left_alone;
  else
    return is_left_alone;
}

/// Adds to a pipeline what a module, shared by its stages, can do.
template <class Module>
void add_module(pipeline& to, const std::shared_ptr<Module>& x) {
#define TROUPE_ADD_HEAD(name)                                                  \
  if constexpr (requires(Module & m, exchange_context & c) { m.name(c); })     \
  to.name([x](exchange_context& c) { return x->name(c); })
#define TROUPE_ADD_CONDITIONAL(name, type, ...)                                \
  if constexpr (requires(Module & m, exchange_context & c, type & b) {         \
                  m.name(c, b);                                                \
                }) {                                                           \
    auto when = pipeline::condition{};                                         \
    if constexpr (requires(Module & m, exchange_context & c) {                 \
                    { m.wants_##name(c) } -> std::same_as<bool>;               \
                  })                                                           \
      when = [x](exchange_context& c) { return x->wants_##name(c); };          \
    to.name([x](exchange_context& c, type& b) { return x->name(c, b); },       \
            std::move(when) __VA_OPT__(, ) __VA_ARGS__);                       \
  }
#define TROUPE_ADD_BODY(name)                                                  \
  TROUPE_ADD_CONDITIONAL(name, body_chunk, pauses_of<Module>())
#define TROUPE_ADD_TRAILERS(name)                                              \
  TROUPE_ADD_CONDITIONAL(name, codecs::fields::map)
#define TROUPE_ADD_FAILURE(name)                                               \
  if constexpr (requires(Module & m, exchange_context & c, const failure& f) { \
                  m.name(c, f);                                                \
                })                                                             \
  to.name([x](exchange_context& c, const failure& f) { return x->name(c, f); })

  if constexpr (requires(Module & m, exchange_context & c, codecs::octets o) {
                  { m.tap_request_body(c, o, true) } -> std::same_as<bool>;
                })
    to.tap_request_body(
      [x](exchange_context& c, codecs::octets piece, bool last) {
        return x->tap_request_body(c, piece, last);
      });
  TROUPE_ADD_HEAD(early_request);
  TROUPE_ADD_HEAD(request);
  TROUPE_ADD_HEAD(before_upstream);
  TROUPE_ADD_HEAD(choose_upstream);
  TROUPE_ADD_FAILURE(failed_to_connect);
  TROUPE_ADD_HEAD(connected);
  TROUPE_ADD_HEAD(upstream_request);
  TROUPE_ADD_BODY(request_body)
  TROUPE_ADD_TRAILERS(request_trailers)
  TROUPE_ADD_FAILURE(error_while_proxying);
  TROUPE_ADD_HEAD(upstream_response);
  TROUPE_ADD_BODY(upstream_response_body)
  TROUPE_ADD_TRAILERS(upstream_response_trailers)
  TROUPE_ADD_FAILURE(failed_to_proxy);
  TROUPE_ADD_HEAD(response);
  TROUPE_ADD_BODY(response_body)
  TROUPE_ADD_TRAILERS(response_trailers)
  TROUPE_ADD_HEAD(logging);

#undef TROUPE_ADD_HEAD
#undef TROUPE_ADD_BODY
#undef TROUPE_ADD_TRAILERS
#undef TROUPE_ADD_CONDITIONAL
#undef TROUPE_ADD_FAILURE
}

} // namespace detail

template <class Module>
pipeline& pipeline::add(Module x) {
  parts_.push_back([x = std::move(x)](pipeline_here& to) {
    auto stages = pipeline{};
    detail::add_module(stages, std::make_shared<Module>(x));
    place(stages, to);
  });
  return *this;
}

template <class Make>
pipeline& pipeline::add_on_loop(Make make) {
  parts_.push_back([make = std::move(make)](pipeline_here& to) {
    auto stages = pipeline{};
    detail::add_module(stages, make(home_of(to)));
    place(stages, to);
  });
  return *this;
}

} // namespace troupe::actors
