const Doc = opaque {};
extern fn doc_open() *Doc;
extern fn doc_close(doc: ?*Doc) void;

pub fn main() void {
    doc_close(doc_open());
    doc_close(null);
}
