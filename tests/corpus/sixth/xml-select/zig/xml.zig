const Ptr = ?*anyopaque;

extern fn xml_parse(text: [*]const u8, len: usize) Ptr;
extern fn xml_doc_free(doc: Ptr) void;
extern fn xml_select(doc: Ptr, name: [*]const u8, len: usize) Ptr;
extern fn xml_set_free(set: Ptr) void;
extern fn xml_set_len(set: Ptr) usize;
extern fn xml_set_depth(doc: Ptr, set: Ptr, i: usize) u32;

pub const Document = struct {
    raw: *anyopaque,

    pub fn parse(text: []const u8) error{Malformed}!Document {
        return .{ .raw = xml_parse(text.ptr, text.len) orelse return error.Malformed };
    }

    pub fn deinit(self: Document) void {
        xml_doc_free(self.raw);
    }

    pub fn select(self: Document, name: []const u8) NodeSet {
        return .{ .doc = self, .raw = xml_select(self.raw, name.ptr, name.len) };
    }
};

pub const NodeSet = struct {
    doc: Document,
    raw: Ptr,

    pub fn deinit(self: NodeSet) void {
        xml_doc_free(self.raw);
    }

    pub fn len(self: NodeSet) usize {
        return xml_set_len(self.raw);
    }

    pub fn depth(self: NodeSet, i: usize) u32 {
        return xml_set_depth(self.doc.raw, self.raw, i);
    }
};
