const std = @import("std");

const gpa = std.heap.c_allocator;

const Machine = struct {
    stack: [32]i64 = undefined,
    depth: usize = 0,
};

/// The machine that runs on this thread; words find it here.
threadlocal var current: ?*Machine = null;

fn push(v: i64) error{ Overflow, NoMachine }!void {
    const m = current orelse return error.NoMachine;
    if (m.depth == m.stack.len) return error.Overflow;
    m.stack[m.depth] = v;
    m.depth += 1;
}

fn pop() error{ Underflow, NoMachine }!i64 {
    const m = current orelse return error.NoMachine;
    if (m.depth == 0) return error.Underflow;
    m.depth -= 1;
    return m.stack[m.depth];
}

const binary = std.StaticStringMap(*const fn (i64, i64) i64).initComptime(.{
    .{ "+", &struct {
        fn f(a: i64, b: i64) i64 {
            return a +% b;
        }
    }.f },
    .{ "-", &struct {
        fn f(a: i64, b: i64) i64 {
            return a -% b;
        }
    }.f },
    .{ "max", &struct {
        fn f(a: i64, b: i64) i64 {
            return @max(a, b);
        }
    }.f },
});

fn word(w: []const u8) !void {
    if (std.fmt.parseInt(i64, w, 10)) |n| return push(n) else |_| {}
    const f = binary.get(w) orelse return error.Unknown;
    const b = try pop();
    const a = try pop();
    try push(f(a, b));
}

/// Opens the machine of this thread; null if it has one. All calls for it must come from the same thread.
export fn machine_open() ?*Machine {
    if (current != null) return null;
    const m = gpa.create(Machine) catch return null;
    m.* = .{};
    current = m;
    return m;
}

export fn machine_eval(m: *Machine, source: [*]const u8, len: usize, result: *i64) c_int {
    m.depth = 0;
    var words = std.mem.tokenizeAny(u8, source[0..len], " \n\t");
    while (words.next()) |w| word(w) catch |err| return switch (err) {
        error.Unknown => -1,
        error.Underflow => -2,
        error.Overflow => -3,
        error.NoMachine => -4,
    };
    result.* = pop() catch return -2;
    return 0;
}

export fn machine_close(m: ?*Machine) void {
    const it = m orelse return;
    if (current == it) current = null;
    gpa.destroy(it);
}
