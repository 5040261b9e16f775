const std = @import("std");
const Doc = opaque {};
extern fn doc_new() ?*Doc;
extern fn doc_len(d: ?*const Doc) usize;
extern fn doc_free(d: ?*Doc) void;
const Editor = struct {
    doc: ?*Doc,
    fn init() Editor { return .{ .doc = doc_new() }; }
    fn close(self: *Editor) void { doc_free(self.doc); }
    fn len(self: *const Editor) usize { return doc_len(self.doc); }
};
pub fn main() void {
    var editor = Editor.init();
    editor.close();
    std.debug.print("{d}\n", .{editor.len()});
}
