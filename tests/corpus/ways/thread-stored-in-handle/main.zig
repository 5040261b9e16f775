const std = @import("std");

const Ticker = opaque {};
const Tick = *const fn (u32, ?*anyopaque) callconv(.c) void;
extern fn ticker_new(tick: Tick, user: ?*anyopaque) *Ticker;
extern fn ticker_start(ticker: *Ticker) void;
extern fn ticker_free(ticker: *Ticker) void;

var seen: u32 = 0;

fn onTick(n: u32, user: ?*anyopaque) callconv(.c) void {
    _ = user;
    seen += n;
}

pub fn main() void {
    const ticker = ticker_new(onTick, null);
    defer ticker_free(ticker);
    ticker_start(ticker);
    while (seen < 10) {
        std.debug.print("waiting: {d}\n", .{seen});
    }
}
