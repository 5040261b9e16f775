const std = @import("std");

const State = opaque {};
extern fn rules_open() *State;
extern fn rules_run(state: *State, text: [*]const u8, len: usize) u32;
extern fn rules_close(state: *State) void;

const user_rules = "spam=9\nham=1\n";
const site_rules = "list=4\n";

fn worker(state: *State, text: []const u8) void {
    _ = rules_run(state, text.ptr, text.len);
}

pub fn main() !void {
    const state = rules_open();
    defer rules_close(state);
    const thread = try std.Thread.spawn(.{}, worker, .{ state, user_rules });
    const taken = rules_run(state, site_rules, site_rules.len);
    thread.join();
    std.debug.print("{d}\n", .{taken});
}
