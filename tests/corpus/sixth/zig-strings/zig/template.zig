const std = @import("std");

const gpa = std.heap.smp_allocator;

const Template = struct {
    source: []u8,

    fn renderInto(self: *const Template, out: *std.ArrayList(u8), name: []const u8, value: []const u8) !void {
        var rest: []const u8 = self.source;
        while (std.mem.find(u8, rest, "{{")) |open| {
            try out.appendSlice(gpa, rest[0..open]);
            const close = std.mem.findPos(u8, rest, open, "}}") orelse return error.Unclosed;
            const key = std.mem.trim(u8, rest[open + 2 .. close], " ");
            if (!std.mem.eql(u8, key, name)) return error.UnknownKey;
            try out.appendSlice(gpa, value);
            rest = rest[close + 2 ..];
        }
        try out.appendSlice(gpa, rest);
    }
};

export fn tpl_new(source: [*:0]const u8) ?*Template {
    const t = gpa.create(Template) catch return null;
    const copy = gpa.dupe(u8, std.mem.span(source)) catch {
        gpa.destroy(t);
        return null;
    };
    t.* = .{ .source = copy };
    return t;
}

export fn tpl_free(t: ?*Template) void {
    const it = t orelse return;
    gpa.free(it.source);
    gpa.destroy(it);
}

/// The text, to be given to tpl_text_free as it is; null if the template does not fit.
export fn tpl_render(t: *const Template, name: [*:0]const u8, value: [*:0]const u8) ?[*:0]u8 {
    var out: std.ArrayList(u8) = .empty;
    defer out.deinit(gpa);
    t.renderInto(&out, std.mem.span(name), std.mem.span(value)) catch return null;
    const text = out.toOwnedSliceSentinel(gpa, 0) catch return null;
    return text.ptr;
}

/// Frees a text of tpl_render, which has no NUL before its end.
export fn tpl_text_free(text: ?[*:0]u8) void {
    const p = text orelse return;
    gpa.free(std.mem.span(p));
}
