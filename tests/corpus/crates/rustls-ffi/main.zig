//! Asks for the version, for an error's text and for cipher suites, and makes a client's connection.
const std = @import("std");
const tls = @import("rustls_ffi");

fn text(of: tls.rustls_str) []const u8 {
    return @as([*]const u8, @ptrCast(of.data))[0..of.len];
}

pub fn main() u8 {
    if (!std.mem.startsWith(u8, text(tls.rustls_version()), "rustls-ffi/")) return 1;
    var buffer: [256]u8 = undefined;
    var length: usize = 0;
    tls.rustls_error(7002, @ptrCast(&buffer), buffer.len, &length);
    if (length == 0 or std.mem.indexOf(u8, buffer[0..length], "parameter was NULL") == null) return 2;
    const builder = tls.rustls_client_config_builder_new();
    if (builder == null) return 3;
    const count = tls.rustls_default_crypto_provider_ciphersuites_len();
    if (count == 0) return 4;
    const suite = tls.rustls_default_crypto_provider_ciphersuites_get(0);
    if (!std.mem.startsWith(u8, text(tls.rustls_supported_ciphersuite_get_name(suite)), "TLS")) return 5;
    if (tls.rustls_default_crypto_provider_ciphersuites_get(count) != null) return 6;
    tls.rustls_client_config_builder_free(builder);
    if (!tls.rustls_result_is_cert_error(7121) or tls.rustls_result_is_cert_error(7000)) return 7;
    return 0;
}
