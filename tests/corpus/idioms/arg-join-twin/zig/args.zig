const std = @import("std");
extern fn run_line(line: [*:0]const u8) c_int;
pub fn run(gpa: std.mem.Allocator, words: []const []const u8) !c_int {
    var line: std.ArrayList(u8) = .empty;
    defer line.deinit(gpa);
    for (words) |w| {
        try line.appendSlice(gpa, w);
        try line.append(gpa, ' ');
    }
    try line.append(gpa, 0);
    return run_line(line.items[0 .. line.items.len - 1 :0]);
}
