const std = @import("std");
const Vm = opaque {};
extern fn vm_new() *Vm;
extern fn vm_free(vm: ?*Vm) void;
extern fn vm_run(vm: *Vm, code: [*]const u8, len: usize) i64;
pub fn main() void {
    const vm = vm_new();
    defer vm_free(vm);
    std.debug.print("{d}\n", .{vm_run(vm, "+", 1)});
}
