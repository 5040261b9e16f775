const units = @import("units.zig");

extern fn ogg_last_granule(data: [*]const u8, len: usize) u64;
extern fn ogg_count_before(data: [*]const u8, len: usize, target: units.Granule) usize;

pub fn duration(file: []const u8) ?u64 {
    const last = ogg_last_granule(file.ptr, file.len);
    return if (last == ~@as(u64, 0)) null else last;
}

pub fn seek(file: []const u8, target: units.Granule) usize {
    return ogg_count_before(file.ptr, file.len, target);
}
