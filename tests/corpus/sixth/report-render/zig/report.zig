const std = @import("std");

const gpa = std.heap.smp_allocator;

const Line = extern struct {
    account: u32,
    cents: i64,
};

const Page = extern struct {
    ptr: ?[*]u8,
    len: usize,
};

const Report = struct {
    title: []u8,
    lines: std.ArrayList(Line) = .empty,

    fn total(self: *const Report) i64 {
        var sum: i64 = 0;
        for (self.lines.items) |l| sum +|= l.cents;
        return sum;
    }
};

export fn report_new(title: [*]const u8, len: usize) ?*Report {
    const r = gpa.create(Report) catch return null;
    const copy = gpa.dupe(u8, title[0..len]) catch {
        gpa.destroy(r);
        return null;
    };
    r.* = .{ .title = copy };
    return r;
}

export fn report_free(r: ?*Report) void {
    const it = r orelse return;
    it.lines.deinit(gpa);
    gpa.free(it.title);
    gpa.destroy(it);
}

export fn report_add(r: ?*Report, line: Line) bool {
    const it = r orelse return false;
    it.lines.append(gpa, line) catch return false;
    return true;
}

/// Renders the report into memory of its own.
export fn report_render(r: ?*const Report) Page {
    const none: Page = .{ .ptr = null, .len = 0 };
    const it = r orelse return none;
    var out: std.ArrayList(u8) = .empty;
    write(it, &out) catch {
        out.deinit(gpa);
        return none;
    };
    const text = out.toOwnedSlice(gpa) catch {
        out.deinit(gpa);
        return none;
    };
    return .{ .ptr = text.ptr, .len = text.len };
}

fn write(r: *const Report, out: *std.ArrayList(u8)) !void {
    try out.print(gpa, "# {s}\n", .{r.title});
    for (r.lines.items) |l| try out.print(gpa, "{d:>8} {d:>12}\n", .{ l.account, l.cents });
    try out.print(gpa, "{s:>8} {d:>12}\n", .{ "total", r.total() });
}
