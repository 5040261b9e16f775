const std = @import("std");

const gpa = std.heap.c_allocator;

const Op = enum(u8) { push, add, mul };

const Script = struct {
    ops: std.ArrayList(struct { op: Op, value: i32 }) = .empty,
};

fn compile(script: *Script, text: []const u8) !void {
    var words = std.mem.tokenizeScalar(u8, text, ' ');
    while (words.next()) |word| {
        const op: Op = switch (word[0]) {
            '+' => .add,
            '*' => .mul,
            else => .push,
        };
        const value = if (op == .push) try std.fmt.parseInt(i32, word, 10) else 0;
        try script.ops.append(gpa, .{ .op = op, .value = value });
    }
}

/// Compiles postfix arithmetic.
export fn script_compile(text: [*]const u8, len: usize) ?*Script {
    const script = gpa.create(Script) catch return null;
    script.* = .{};
    compile(script, text[0..len]) catch {
        destroy(script);
        return null;
    };
    return script;
}

export fn script_run(script: *const Script) i32 {
    var stack: [32]i32 = undefined;
    var n: usize = 0;
    for (script.ops.items) |item| {
        switch (item.op) {
            .push => {
                if (n == stack.len) return 0;
                stack[n] = item.value;
                n += 1;
            },
            .add, .mul => {
                if (n < 2) return 0;
                const b = stack[n - 1];
                stack[n - 2] = if (item.op == .add) stack[n - 2] +% b else stack[n - 2] *% b;
                n -= 1;
            },
        }
    }
    return if (n == 0) 0 else stack[n - 1];
}

fn destroy(script: *Script) void {
    script.ops.deinit(gpa);
    gpa.destroy(script);
}
