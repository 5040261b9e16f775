const std = @import("std");
const gpa = std.heap.c_allocator;
pub const Doc = struct { text: []u8 };
export fn doc_parse(p: [*]const u8, n: usize) ?*Doc {
    const doc = gpa.create(Doc) catch return null;
    doc.text = gpa.dupe(u8, p[0..n]) catch { gpa.destroy(doc); return null; };
    return doc;
}
export fn doc_length(doc: *const Doc) usize { return doc.text.len; }
export fn doc_free(doc: ?*Doc) void {
    const d = doc orelse return;
    gpa.free(d.text);
    gpa.destroy(d);
}
