pub const Entry = extern struct { key: u32, count: u64, max: u64 };

extern fn stat_note(key: u32, value: u64) bool;
extern fn stat_dump(out: ?[*]Entry, cap: usize) usize;

fn keyOf(comptime name: []const u8) u32 {
    var h: u32 = 0x811c9dc5;
    for (name) |b| h = (h ^ b) *% 0x01000193;
    return h;
}

pub fn note(comptime name: []const u8, value: u64) void {
    _ = stat_note(comptime keyOf(name), value);
}

pub fn dump(buf: []Entry) []Entry {
    const n = stat_dump(buf.ptr, buf.len);
    return buf[0..@min(n, buf.len)];
}
