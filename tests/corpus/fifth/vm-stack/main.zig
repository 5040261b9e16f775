const std = @import("std");

const Vm = opaque {};
const MaybeInt = extern struct { tag: u64, value: i64 };

extern fn vm_new(limit: u16) ?*Vm;
extern fn vm_free(vm: ?*Vm) void;
extern fn vm_push(vm: ?*Vm, v: i64) bool;
extern fn vm_op(vm: ?*Vm, code: u8) bool;
extern fn vm_pop(vm: ?*Vm) MaybeInt;

fn pop(vm: *Vm) ?i64 {
    const r = vm_pop(vm);
    return if (r.tag == 1) r.value else null;
}

fn eval(vm: *Vm, text: []const u8) !i64 {
    var it = std.mem.tokenizeScalar(u8, text, ' ');
    while (it.next()) |word| {
        if (std.fmt.parseInt(i64, word, 10)) |v| {
            if (!vm_push(vm, v)) return error.StackFull;
        } else |_| {
            if (word.len != 1 or !vm_op(vm, word[0])) return error.BadOp;
        }
    }
    return pop(vm) orelse error.Empty;
}

pub fn main() !void {
    const vm = vm_new(64) orelse return error.OutOfMemory;
    defer vm_free(vm);
    for ([_][]const u8{ "2 3 + 4 *", "7 6 x + 1 +" }) |t| {
        std.debug.print("{s} = {d}\n", .{ t, try eval(vm, t) });
    }
}
