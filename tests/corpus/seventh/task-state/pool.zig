const std = @import("std");

const gpa = std.heap.page_allocator;

pub const TaskState = enum(u8) {
    idle = 0,
    ready = 1,
    running = 2,
    done = 3,

    fn next(s: TaskState) TaskState {
        return switch (s) {
            .idle => .ready,
            .ready => .running,
            .running, .done => .done,
        };
    }
};

pub const Pool = struct {
    states: []TaskState,
    turn: usize = 0,
};

export fn pool_new(tasks: usize) ?*Pool {
    if (tasks == 0) return null;
    const p = gpa.create(Pool) catch return null;
    const states = gpa.alloc(TaskState, tasks) catch {
        gpa.destroy(p);
        return null;
    };
    @memset(states, .idle);
    p.* = .{ .states = states };
    return p;
}

export fn pool_free(pool: ?*Pool) void {
    const p = pool orelse return;
    gpa.free(p.states);
    gpa.destroy(p);
}

export fn pool_step(pool: ?*Pool) void {
    const p = pool orelse return;
    for (p.states[0 .. p.turn + 1]) |*s| s.* = s.next();
    if (p.turn + 1 < p.states.len) p.turn += 1;
}

export fn task_states(pool: ?*const Pool, out: [*]TaskState, cap: usize) usize {
    const p = pool orelse return 0;
    const n = @min(cap, p.states.len);
    @memcpy(out[0..n], p.states[0..n]);
    return n;
}
