const std = @import("std");
const Txn = opaque {};
extern fn txn_begin() ?*Txn;
extern fn txn_commit(t: *Txn) u32;
extern fn txn_rollback(t: *Txn) void;

fn run(ok: bool) u32 {
    const t = txn_begin() orelse return 0;
    if (!ok) {
        txn_rollback(t);
        return 0;
    }
    return txn_commit(t);
}

fn loop() void {
    var i: u32 = 0;
    while (i < 3) : (i += 1) {
        const t = txn_begin() orelse continue;
        if (i == 1) {
            txn_rollback(t);
            continue;
        } else {
            _ = txn_commit(t);
        }
    }
}

fn reuse() void {
    var t = txn_begin() orelse return;
    txn_rollback(t);
    t = txn_begin() orelse return;
    _ = txn_commit(t);
}

pub fn main() void {
    std.debug.print("{d}\n", .{run(true)});
    loop();
    reuse();
}
