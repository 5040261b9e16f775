const std = @import("std");
const uci = @import("uci.zig");

fn run(line: [:0]u8) bool {
    const cmd = uci.parse(line) orelse return true;
    switch (cmd) {
        .set => |s| {
            const rc = uci.uci_set_option(s.name.ptr, s.value.ptr);
            if (rc != 0) std.debug.print("info string bad option ({d})\n", .{rc});
            return true;
        },
        .quit => return false,
    }
}

pub fn main() void {
    var buf: [256]u8 = undefined;
    while (true) {
        const n = std.posix.read(0, buf[0..255]) catch return;
        if (n == 0) return;
        buf[n] = 0;
        if (!run(buf[0..n :0])) return;
        std.debug.print("hash {d}\n", .{uci.uci_spin("hash", 16)});
    }
}
