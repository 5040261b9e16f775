const std = @import("std");
const tls = struct {
    const Key = opaque {};
    const Cert = opaque {};
    extern fn key_generate(seed: u8) ?*Key;
    extern fn key_first(k: ?*const Key) u8;
    extern fn key_free(k: ?*Key) void;
    extern fn cert_new(n: usize) ?*Cert;
    extern fn cert_len(c: ?*const Cert) usize;
    extern fn cert_free(c: ?*Cert) void;
};

pub fn main() void {
    const key = tls.key_generate(7);
    const cert = tls.cert_new(8);
    std.debug.print("{d} {d}\n", .{ tls.key_first(key), tls.cert_len(cert) });
    tls.key_free(key);
    tls.key_free(@ptrCast(cert));
    _ = &tls.cert_free;
}
