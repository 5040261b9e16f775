const std = @import("std");

const gpa = std.heap.c_allocator;

const Vm = struct {
    stack: [32]i64 = undefined,
    depth: usize = 0,
    steps: u64 = 0,
};

/// The machine that runs on this thread; host functions find it here.
threadlocal var current: *Vm = undefined;

fn push(v: i64) error{Overflow}!void {
    if (current.depth == current.stack.len) return error.Overflow;
    current.stack[current.depth] = v;
    current.depth += 1;
}

fn pop() error{Underflow}!i64 {
    if (current.depth == 0) return error.Underflow;
    current.depth -= 1;
    return current.stack[current.depth];
}

fn word(w: []const u8) !void {
    if (std.fmt.parseInt(i64, w, 10)) |n| return push(n) else |_| {}
    if (w.len != 1) return error.Unknown;
    const b = try pop();
    const a = try pop();
    try push(switch (w[0]) {
        '+' => a +% b,
        '-' => a -% b,
        '*' => a *% b,
        else => return error.Unknown,
    });
}

/// Opens a machine and makes it the one of this thread. All calls for it must come from the same thread.
export fn vm_open() ?*Vm {
    const vm = gpa.create(Vm) catch return null;
    vm.* = .{};
    current = vm;
    return vm;
}

export fn vm_eval(vm: *Vm, source: [*]const u8, len: usize, result: *i64) c_int {
    var words = std.mem.tokenizeAny(u8, source[0..len], " \n\t");
    while (words.next()) |w| {
        vm.steps += 1;
        word(w) catch |err| return switch (err) {
            error.Unknown => -1,
            error.Underflow => -2,
            error.Overflow => -3,
        };
    }
    result.* = pop() catch return -2;
    return 0;
}

export fn vm_close(vm: ?*Vm) void {
    if (vm) |v| gpa.destroy(v);
}
