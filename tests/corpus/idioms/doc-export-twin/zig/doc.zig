const std = @import("std");
const gpa = std.heap.smp_allocator;
const Doc = struct { title: []u8, body: []u8 };
fn load(title: []const u8, body: []const u8) !*Doc {
    const doc = try gpa.create(Doc);
    errdefer gpa.destroy(doc);
    const t = try gpa.dupe(u8, title);
    errdefer gpa.free(t);
    const b = try gpa.dupe(u8, body);
    errdefer gpa.free(b);
    if (!std.unicode.utf8ValidateSlice(b)) {
        return error.NotText;
    }
    doc.* = .{ .title = t, .body = b };
    return doc;
}
export fn doc_load(title: [*]const u8, tn: usize, body: [*]const u8, bn: usize) ?*Doc {
    return load(title[0..tn], body[0..bn]) catch null;
}
export fn doc_size(doc: *const Doc) usize {
    return doc.title.len + doc.body.len;
}
export fn doc_free(doc: ?*Doc) void {
    const d = doc orelse return;
    gpa.free(d.title);
    gpa.free(d.body);
    gpa.destroy(d);
}
