const std = @import("std");

const Draft = opaque {};
extern fn draft_new() ?*Draft;
extern fn draft_free(draft: ?*Draft) void;
extern fn draft_append(draft: ?*Draft, text: [*]const u8, len: usize) void;
extern fn draft_text(draft: ?*const Draft, len: *usize) ?[*]const u8;

fn append(draft: *Draft, text: []const u8) void {
    draft_append(draft, text.ptr, text.len);
}

/// Quotes what has been written so far below it.
fn quote(draft: *Draft) void {
    var len: usize = 0;
    const text = draft_text(draft, &len) orelse return;
    append(draft, "\n---\n");
    var lines = std.mem.splitScalar(u8, text[0..len], '\n');
    while (lines.next()) |line| {
        append(draft, "> ");
        append(draft, line);
        append(draft, "\n");
    }
}

pub fn main() void {
    const draft = draft_new() orelse return;
    defer draft_free(draft);

    append(draft, "Dear all,\nthe meeting is on Friday.");
    quote(draft);

    var len: usize = 0;
    if (draft_text(draft, &len)) |text| std.debug.print("{s}", .{text[0..len]});
}
