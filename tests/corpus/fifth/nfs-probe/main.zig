const std = @import("std");
const gpa = std.heap.smp_allocator;

pub const ConnState = enum(u8) { idle, mounting, ready, stale };

pub const Status = extern struct {
    server: u32,
    state: ConnState,
    retries: u8,
    rtt_ms: u16,
};

const Probe = struct {
    host: [:0]const u8,
    tries: u8 = 0,

    fn hash(p: *const Probe) u32 {
        return std.hash.Fnv1a_32.hash(p.host);
    }

    fn state(p: *const Probe) ConnState {
        if (p.host.len == 0) return .idle;
        return if (p.tries > 3) .stale else .ready;
    }
};

export fn nfs_probe_open(host: ?[*:0]const u8) ?*Probe {
    const name = std.mem.span(host orelse return null);
    const p = gpa.create(Probe) catch return null;
    p.* = .{ .host = gpa.dupeSentinel(u8, name, 0) catch {
        gpa.destroy(p);
        return null;
    } };
    return p;
}

export fn nfs_probe_close(probe: ?*Probe) void {
    const p = probe orelse return;
    gpa.free(p.host);
    gpa.destroy(p);
}

export fn nfs_probe_status(probe: ?*const Probe, out: ?*Status) bool {
    const p = probe orelse return false;
    const s = out orelse return false;
    s.* = .{
        .server = p.hash(),
        .state = p.state(),
        .retries = p.tries,
        .rtt_ms = 12,
    };
    return true;
}
