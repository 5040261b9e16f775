const std = @import("std");

const gpa = std.heap.c_allocator;

fn inline_(out: *std.ArrayList(u8), line: []const u8) !void {
    var bold = false;
    for (line) |byte| {
        switch (byte) {
            '*' => {
                try out.appendSlice(gpa, if (bold) "</b>" else "<b>");
                bold = !bold;
            },
            '<' => try out.appendSlice(gpa, "&lt;"),
            0 => {},
            else => try out.append(gpa, byte),
        }
    }
    if (bold) try out.appendSlice(gpa, "</b>");
}

fn html(text: []const u8) ![:0]u8 {
    var out: std.ArrayList(u8) = .empty;
    errdefer out.deinit(gpa);
    var lines = std.mem.tokenizeScalar(u8, text, '\n');
    while (lines.next()) |line| {
        try out.appendSlice(gpa, "<p>");
        try inline_(&out, line);
        try out.appendSlice(gpa, "</p>");
    }
    return out.toOwnedSliceSentinel(gpa, 0);
}

/// HTML of a text. Ends with `markdown_free`.
export fn markdown_html(text: [*]const u8, len: usize) ?[*:0]u8 {
    const out = html(text[0..len]) catch return null;
    return out.ptr;
}

export fn markdown_free(html_text: ?[*:0]u8) void {
    const text = html_text orelse return;
    gpa.free(std.mem.span(text));
}
