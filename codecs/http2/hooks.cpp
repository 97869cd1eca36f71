#include "codecs/http2/hooks.hpp"

#include "codecs/http2/core.hpp"

#include <exception>
#include <memory>

namespace troupe::codecs::http2 {

namespace {

using callbacks_ptr = std::unique_ptr<nghttp2_session_callbacks,
                                      freed_by<nghttp2_session_callbacks_del>>;

octets octets_of(const std::uint8_t* x, std::size_t n) noexcept {
  return {reinterpret_cast<const std::byte*>(x), n};
}

} // namespace

struct hooks::calls {
  using core = connection::core;

  static core& of(void* user) { return *static_cast<core*>(user); }

  template <class F>
  static int guarded(void* user, F&& f) noexcept {
    try {
      return f(of(user));
    } catch (...) {
      of(user).thrown = std::current_exception();
      return NGHTTP2_ERR_CALLBACK_FAILURE;
    }
  }

  static int on_begin_frame(nghttp2_session*, const nghttp2_frame_hd* head,
                            void* user) {
    return guarded(user, [&](core& x) { return x.on_begin_frame(*head); });
  }

  static int on_begin_head(nghttp2_session*, const nghttp2_frame* frame,
                           void* user) {
    return guarded(user, [&](core& x) { return x.on_begin_head(*frame); });
  }

  static int on_field(nghttp2_session*, const nghttp2_frame* frame,
                      const std::uint8_t* name, std::size_t name_size,
                      const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* user) {
    return guarded(user, [&](core& x) {
      return x.on_field(frame->hd.stream_id, text_of(name, name_size),
                        text_of(value, value_size));
    });
  }

  static int on_frame(nghttp2_session*, const nghttp2_frame* frame,
                      void* user) {
    return guarded(user, [&](core& x) { return x.on_frame(*frame); });
  }

  static int on_invalid_frame(nghttp2_session*, const nghttp2_frame* frame, int,
                              void* user) {
    return guarded(user, [&](core& x) { return x.on_invalid_frame(*frame); });
  }

  static int on_sent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    return guarded(user, [&](core& x) { return x.on_sent(*frame); });
  }

  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id,
                     const std::uint8_t* data, std::size_t size, void* user) {
    return guarded(
      user, [&](core& x) { return x.on_data(id, octets_of(data, size)); });
  }

  static int on_closed(nghttp2_session*, std::int32_t id, std::uint32_t code,
                       void* user) {
    return guarded(user,
                   [&](core& x) { return x.on_closed(id, errc_of(code)); });
  }

  static ssize_t wants_body(nghttp2_session*, std::int32_t, std::uint8_t*,
                            std::size_t most, std::uint32_t* flags,
                            nghttp2_data_source* source, void* user) {
    auto n = ssize_t{0};
    auto failed = guarded(user, [&](core& x) {
      n = x.wants_body(*static_cast<connection::stream*>(source->ptr), most,
                       *flags);
      return 0;
    });
    return failed ? failed : n;
  }

  static int take_body(nghttp2_session*, nghttp2_frame*,
                       const std::uint8_t* frame_head, std::size_t size,
                       nghttp2_data_source* source, void* user) {
    return guarded(user, [&](core& x) {
      return x.take_body(*static_cast<connection::stream*>(source->ptr),
                         frame_head, size);
    });
  }

  static const nghttp2_session_callbacks* make() {
    auto x = made_by<nghttp2_session_callbacks_new, callbacks_ptr>();
    auto* to = x.get();
    nghttp2_session_callbacks_set_on_begin_frame_callback(to, on_begin_frame);
    nghttp2_session_callbacks_set_on_begin_headers_callback(to, on_begin_head);
    nghttp2_session_callbacks_set_on_header_callback(to, on_field);
    nghttp2_session_callbacks_set_on_frame_recv_callback(to, on_frame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(
      to, on_invalid_frame);
    nghttp2_session_callbacks_set_on_frame_send_callback(to, on_sent);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(to, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(to, on_closed);
    nghttp2_session_callbacks_set_send_data_callback(to, take_body);
    return x.release();
  }
};

const nghttp2_session_callbacks* hooks::all() {
  static const auto* result = calls::make();
  return result;
}

nghttp2_data_provider hooks::body_of(connection::stream& x) noexcept {
  return {.source = {.ptr = &x}, .read_callback = calls::wants_body};
}

} // namespace troupe::codecs::http2
