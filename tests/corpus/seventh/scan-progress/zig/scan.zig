const std = @import("std");

pub const Scan = opaque {};

const FoundFn = *const fn (user: ?*anyopaque, port: u16, latency_us: u32) callconv(.c) void;

extern fn scan_start(seed: u32, found: ?FoundFn, user: ?*anyopaque) ?*Scan;
extern fn scan_running(s: ?*const Scan) bool;
extern fn scan_finish(s: ?*Scan) void;

pub const Port = struct { port: u16, latency_us: u32 };

pub const Results = struct {
    gpa: std.mem.Allocator,
    open: std.ArrayList(Port) = .empty,
    lost: usize = 0,

    pub fn deinit(r: *Results) void {
        r.open.deinit(r.gpa);
    }

    fn found(user: ?*anyopaque, port: u16, latency_us: u32) callconv(.c) void {
        const r: *Results = @ptrCast(@alignCast(user orelse return));
        r.open.append(r.gpa, .{ .port = port, .latency_us = latency_us }) catch {
            r.lost += 1;
        };
    }
};

pub fn start(seed: u32, results: *Results) ?*Scan {
    return scan_start(seed, &Results.found, results);
}

pub fn running(s: *const Scan) bool {
    return scan_running(s);
}

pub fn finish(s: *Scan) void {
    scan_finish(s);
}
