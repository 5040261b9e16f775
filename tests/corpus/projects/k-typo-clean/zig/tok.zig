extern fn tok_count(p: [*]const u8, n: usize) usize;
extern fn tok_version() u32;
pub fn count(s: []const u8) usize { return tok_count(s.ptr, s.len) + tok_version(); }
