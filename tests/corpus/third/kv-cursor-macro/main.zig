const std = @import("std");
const Store = @import("kv.zig").Store;

pub fn main() void {
    const store = Store.open();
    defer Store.close(store);
    const ok = store.put("cpu/0", 12) and store.put("cpu/1", 30) and store.put("net/0", 5);
    std.debug.print("{} {d}\n", .{ ok, store.sum("cpu/") });
}
