const std = @import("std");

var counter: std.atomic.Value(u64) = .init(0);
threadlocal var mine: u32 = 0;

export fn ticket_next() u64 {
    mine +%= 1;
    return counter.fetchAdd(1, .monotonic);
}

export fn ticket_mine() u32 {
    return mine;
}

export fn ticket_total() u64 {
    return counter.load(.acquire);
}
