const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Route = extern struct {
    net: u32,
    via: u32,
    port: u16,
    bits: u8,
    metric: u8,

    fn matches(r: *const Route, addr: u32) bool {
        if (r.bits == 0) return true;
        const shift: u5 = @intCast(32 - @as(u6, @intCast(@min(r.bits, 32))));
        return (r.net >> shift) == (addr >> shift);
    }
};

pub const Fib = struct {
    routes: std.ArrayList(*Route) = .empty,
};

export fn fib_new() ?*Fib {
    const f = gpa.create(Fib) catch return null;
    f.* = .{};
    return f;
}

export fn fib_free(fib: ?*Fib) void {
    const f = fib orelse return;
    for (f.routes.items) |r| gpa.destroy(r);
    f.routes.deinit(gpa);
    gpa.destroy(f);
}

export fn fib_insert(fib: ?*Fib, route: *const Route) bool {
    const f = fib orelse return false;
    if (route.bits > 32) return false;
    const r = gpa.create(Route) catch return false;
    r.* = route.*;
    f.routes.append(gpa, r) catch {
        gpa.destroy(r);
        return false;
    };
    return true;
}

/// The longest prefix wins; null if nothing matches.
export fn fib_lookup(fib: ?*const Fib, addr: u32) ?*Route {
    const f = fib orelse return null;
    var best: ?*Route = null;
    for (f.routes.items) |r| {
        if (!r.matches(addr)) continue;
        if (best) |b| {
            if (b.bits >= r.bits) continue;
        }
        best = r;
    }
    return best;
}
