//! The archive is: "PAK2", u32 count, then count records of 20 bytes.
const std = @import("std");

const magic = "PAK2";
const record_size = 20;

pub const PakEntry = extern struct {
    hash: u64,
    offset: u32,
    length: u32,
    flags: u16,
    codec: u16,
};

fn records(data: []const u8) []const u8 {
    if (data.len < 8 or !std.mem.startsWith(u8, data, magic)) return &.{};
    const count: usize = std.mem.readInt(u32, data[4..8], .little);
    const body = data[8..];
    const fit = @min(count, body.len / record_size);
    return body[0 .. fit * record_size];
}

export fn pak_count(data: [*]const u8, len: usize) usize {
    return records(data[0..len]).len / record_size;
}

export fn pak_entry(data: [*]const u8, len: usize, index: usize, out: *PakEntry) bool {
    const all = records(data[0..len]);
    if (index >= all.len / record_size) return false;
    const r = all[index * record_size ..][0..record_size];
    out.* = .{
        .hash = std.mem.readInt(u64, r[0..8], .little),
        .offset = std.mem.readInt(u32, r[8..12], .little),
        .length = std.mem.readInt(u32, r[12..16], .little),
        .flags = std.mem.readInt(u16, r[16..18], .little),
        .codec = std.mem.readInt(u16, r[18..20], .little),
    };
    return true;
}
