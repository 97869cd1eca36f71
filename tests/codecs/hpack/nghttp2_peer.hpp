#pragma once

#include "tests/codecs/hpack/blocks.hpp"

#include <nghttp2/nghttp2.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace troupe::codecs::hpack::test {

/// nghttp2's HPACK, which half of the world speaks.
class other_decoder {
public:
  other_decoder() {
    nghttp2_hd_inflater* x = nullptr;
    if (nghttp2_hd_inflate_new(&x) != 0)
      throw std::bad_alloc{};
    self_.reset(x);
  }

  void limit(std::size_t n) {
    nghttp2_hd_inflate_change_table_size(self_.get(), n);
  }

  std::optional<lines> decode(std::string_view block) {
    auto result = lines{};
    auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    auto rest = block.size();
    for (;;) {
      auto x = nghttp2_nv{};
      auto flags = 0;
      auto n = nghttp2_hd_inflate_hd2(self_.get(), &x, &flags, at, rest, 1);
      if (n < 0)
        return {};
      at += n;
      rest -= static_cast<std::size_t>(n);
      if (flags & NGHTTP2_HD_INFLATE_EMIT)
        result.push_back({text(x.name, x.namelen), text(x.value, x.valuelen),
                          (x.flags & NGHTTP2_NV_FLAG_NO_INDEX) != 0});
      if (flags & NGHTTP2_HD_INFLATE_FINAL)
        break;
      if (rest == 0 && !(flags & NGHTTP2_HD_INFLATE_EMIT))
        break;
    }
    nghttp2_hd_inflate_end_headers(self_.get());
    return result;
  }

  std::size_t table_size() const {
    return nghttp2_hd_inflate_get_dynamic_table_size(self_.get());
  }

private:
  static std::string text(const std::uint8_t* at, std::size_t size) {
    return {reinterpret_cast<const char*>(at), size};
  }

  struct end {
    void operator()(nghttp2_hd_inflater* x) const { nghttp2_hd_inflate_del(x); }
  };

  std::unique_ptr<nghttp2_hd_inflater, end> self_;
};

class other_encoder {
public:
  explicit other_encoder(std::size_t most = default_limit) {
    nghttp2_hd_deflater* x = nullptr;
    if (nghttp2_hd_deflate_new(&x, most) != 0)
      throw std::bad_alloc{};
    self_.reset(x);
  }

  void limit(std::size_t n) {
    nghttp2_hd_deflate_change_table_size(self_.get(), n);
  }

  std::string encode(const lines& all) {
    auto fields = std::vector<nghttp2_nv>{};
    for (auto& x : all)
      fields.push_back(
        {octets_of(x.name), octets_of(x.value), x.name.size(), x.value.size(),
         static_cast<std::uint8_t>(x.never_indexed ? NGHTTP2_NV_FLAG_NO_INDEX
                                                   : 0)});
    auto result = std::string(
      nghttp2_hd_deflate_bound(self_.get(), fields.data(), fields.size()),
      '\0');
    auto n = nghttp2_hd_deflate_hd(
      self_.get(), reinterpret_cast<std::uint8_t*>(result.data()),
      result.size(), fields.data(), fields.size());
    if (n < 0)
      throw std::runtime_error{nghttp2_strerror(static_cast<int>(n))};
    result.resize(static_cast<std::size_t>(n));
    return result;
  }

private:
  static std::uint8_t* octets_of(const std::string& x) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(x.data()));
  }

  struct end {
    void operator()(nghttp2_hd_deflater* x) const { nghttp2_hd_deflate_del(x); }
  };

  std::unique_ptr<nghttp2_hd_deflater, end> self_;
};

} // namespace troupe::codecs::hpack::test
