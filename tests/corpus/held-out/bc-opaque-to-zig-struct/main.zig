const std = @import("std");
const Client = opaque {};
extern fn client_new(retries: u8) ?*Client;
extern fn client_clone(c: ?*const Client) ?*Client;
extern fn client_name_len(c: ?*const Client) usize;
extern fn client_free(c: ?*Client) void;

fn use(c: ?*Client) void {
    defer client_free(c);
    _ = client_name_len(c);
}

pub fn main() !void {
    const c = client_new(3);
    defer client_free(c);
    const copy = client_clone(c);
    const t = try std.Thread.spawn(.{}, use, .{copy});
    t.join();
    std.debug.print("{d}\n", .{client_name_len(c)});
}
