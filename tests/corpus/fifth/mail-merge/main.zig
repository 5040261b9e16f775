const std = @import("std");
const gpa = std.heap.c_allocator;

const mark = "{{name}}";

const Template = struct {
    head: []const u8,
    tail: []const u8,
    source: [:0]u8,
};

export fn tmpl_parse(src: ?[*:0]const u8) ?*Template {
    const text = std.mem.span(src orelse return null);
    const at = std.mem.find(u8, text, mark) orelse return null;
    const t = gpa.create(Template) catch return null;
    const copy = gpa.dupeSentinel(u8, text, 0) catch {
        gpa.destroy(t);
        return null;
    };
    t.* = .{ .source = copy, .head = copy[0..at], .tail = copy[at + mark.len ..] };
    return t;
}

export fn tmpl_free(tmpl: ?*Template) void {
    const t = tmpl orelse return;
    gpa.free(t.source);
    gpa.destroy(t);
}

export fn tmpl_render(tmpl: ?*const Template, name: ?[*:0]const u8) ?[*:0]u8 {
    const t = tmpl orelse return null;
    const n = std.mem.span(name orelse return null);
    const text = std.fmt.allocPrintSentinel(gpa, "{s}{s}{s}", .{ t.head, n, t.tail }, 0) catch return null;
    return text.ptr;
}

export fn tmpl_text_free(text: ?[*:0]u8) void {
    const p = text orelse return;
    gpa.free(std.mem.span(p));
}
