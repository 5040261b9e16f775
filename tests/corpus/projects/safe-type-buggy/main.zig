const Entry = extern struct { name: [3]usize, score: u32 };
extern fn entry_score(e: ?*const Entry) u32;
pub fn main() void { _ = entry_score(null); }
