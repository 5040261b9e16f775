//! Builds a request, walks over its headers with a callback, and is told what is wrong with another.
const std = @import("std");
const hyper = @import("hyper");

const Seen = struct { count: usize = 0, bytes: usize = 0 };

fn each(user: ?*anyopaque, name: [*c]const u8, name_len: usize, value: [*c]const u8, value_len: usize) callconv(.c) c_int {
    const seen: *Seen = @ptrCast(@alignCast(user));
    if (!std.ascii.eqlIgnoreCase(name[0..name_len], "X-Ghost")) return 1;
    seen.count += 1;
    seen.bytes += std.mem.count(u8, value[0..value_len], "o");
    return 0;
}

pub fn main() u8 {
    if (std.mem.span(@as([*:0]const u8, @ptrCast(hyper.hyper_version()))).len < 5) return 1;
    const request = hyper.hyper_request_new();
    defer hyper.hyper_request_free(request);
    if (hyper.hyper_request_set_method(request, "POST", 4) != .HYPERE_OK) return 2;
    if (hyper.hyper_request_set_method(request, "no method", 9) != .HYPERE_INVALID_ARG) return 3;
    const headers = hyper.hyper_request_headers(request);
    if (hyper.hyper_headers_add(headers, "X-Ghost", 7, "boo", 3) != .HYPERE_OK) return 4;
    if (hyper.hyper_headers_add(headers, "X-Ghost", 7, "hoo", 3) != .HYPERE_OK) return 5;
    var seen: Seen = .{};
    hyper.hyper_headers_foreach(headers, each, &seen);
    if (seen.count != 2 or seen.bytes != 4) return 6;
    const executor = hyper.hyper_executor_new();
    defer hyper.hyper_executor_free(executor);
    if (hyper.hyper_executor_poll(executor) != null) return 7;
    const buffer = hyper.hyper_buf_copy("ghost", 5);
    defer hyper.hyper_buf_free(buffer);
    if (hyper.hyper_buf_len(buffer) != 5 or hyper.hyper_buf_bytes(buffer)[4] != 't') return 8;
    return 0;
}
