const Page = opaque {};
extern fn page_new(p: [*]const u8, n: usize) ?*Page;
extern fn page_free(p: ?*Page) void;
extern fn page_title(p: *const Page) ?[*:0]u8;
extern fn page_text_free(s: ?[*:0]u8) void;
pub fn run() void { const p = page_new("a", 1) orelse return; defer page_free(p); page_text_free(page_title(p)); }
