// The ledger's chain over the lines of a whole batch in one call. Node's own hash is one call a line, and a call costs thrice the hashing.

#include <node_api.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

namespace {

constexpr size_t kHashBytes = 32;
constexpr size_t kHexSigns = 2 * kHashBytes;

using Hash = std::array<uint8_t, kHashBytes>;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

struct Bytes {
  const uint8_t* data;
  size_t length;
};

std::optional<uint8_t> valueOf(char sign) {
  if (sign >= '0' && sign <= '9') return sign - '0';
  if (sign >= 'a' && sign <= 'f') return sign - 'a' + 10;
  return std::nullopt;
}

std::optional<Hash> hashOf(napi_env env, napi_value text) {
  char signs[kHexSigns + 2];
  size_t length = 0;
  if (napi_get_value_string_latin1(env, text, signs, sizeof signs, &length) != napi_ok || length != kHexSigns)
    return std::nullopt;
  Hash hash;
  for (size_t at = 0; at < kHashBytes; ++at) {
    const auto high = valueOf(signs[2 * at]);
    const auto low = valueOf(signs[2 * at + 1]);
    if (!high || !low) return std::nullopt;
    hash[at] = static_cast<uint8_t>(*high << 4 | *low);
  }
  return hash;
}

napi_value textOf(napi_env env, const Hash& hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  char signs[kHexSigns];
  for (size_t at = 0; at < kHashBytes; ++at) {
    signs[2 * at] = kDigits[hash[at] >> 4];
    signs[2 * at + 1] = kDigits[hash[at] & 15];
  }
  napi_value text = nullptr;
  napi_create_string_latin1(env, signs, kHexSigns, &text);
  return text;
}

std::optional<Bytes> bytesOf(napi_env env, napi_value value) {
  bool isBytes = false;
  if (napi_is_typedarray(env, value, &isBytes) != napi_ok || !isBytes) return std::nullopt;
  napi_typedarray_type type;
  size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array)
    return std::nullopt;
  return Bytes{static_cast<const uint8_t*>(data), length};
}

/** Brings the chain's state from before the lines to behind them; false where OpenSSL refuses. */
bool chain(Hash& head, Bytes lines) {
  const std::unique_ptr<EVP_MD, FreeDigest> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  if (!sha256 || !context || EVP_DigestInit_ex(context.get(), sha256.get(), nullptr) != 1) return false;
  const uint8_t* from = lines.data;
  const uint8_t* const end = lines.data + lines.length;
  for (;;) {
    const auto* feed = from == end ? nullptr : static_cast<const uint8_t*>(std::memchr(from, '\n', end - from));
    const uint8_t* const to = feed ? feed : end;
    if (EVP_DigestUpdate(context.get(), head.data(), kHashBytes) != 1 ||
        EVP_DigestUpdate(context.get(), from, to - from) != 1 ||
        EVP_DigestFinal_ex(context.get(), head.data(), nullptr) != 1)
      return false;
    if (!feed) return true;
    from = feed + 1;
    // Without a digest's name the context begins anew with the one it has, which spares the look-up.
    if (EVP_DigestInit_ex(context.get(), nullptr, nullptr) != 1) return false;
  }
}

/** headAfter(prev, lines): both states in 64 lower-case hex digits; lines in a Uint8Array, a line feed between two and none at the end. */
napi_value headAfter(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value given[2];
  if (napi_get_cb_info(env, info, &count, given, nullptr, nullptr) != napi_ok || count != 2) {
    napi_throw_type_error(env, nullptr, "headAfter(prev, lines)");
    return nullptr;
  }
  auto head = hashOf(env, given[0]);
  const auto lines = bytesOf(env, given[1]);
  if (!head || !lines) {
    napi_throw_type_error(env, nullptr, head ? "lines must be a Uint8Array" : "prev must be 64 lower-case hex digits");
    return nullptr;
  }
  if (!chain(*head, *lines)) {
    napi_throw_error(env, nullptr, "OpenSSL has no SHA-256");
    return nullptr;
  }
  return textOf(env, *head);
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  napi_create_function(env, "headAfter", NAPI_AUTO_LENGTH, headAfter, nullptr, &function);
  napi_set_named_property(env, exports, "headAfter", function);
  return exports;
}
