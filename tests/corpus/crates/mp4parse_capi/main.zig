//! Gives the parser too little, then a file without a track.
const std = @import("std");
const mp4 = @import("mp4parse_capi");

const Source = struct { bytes: []const u8, at: usize = 0 };

fn read(buffer: [*c]u8, size: usize, userdata: ?*anyopaque) callconv(.c) isize {
    const source: *Source = @ptrCast(@alignCast(userdata));
    const rest = source.bytes[source.at..];
    const count = @min(size, rest.len);
    @memcpy(buffer[0..count], rest[0..count]);
    source.at += count;
    return @intCast(count);
}

pub fn main() u8 {
    var parser: ?*mp4.Mp4parseParser = null;
    var none = Source{ .bytes = "" };
    const nothing = mp4.Mp4parseIo{ .read = read, .userdata = &none };
    if (@intFromEnum(mp4.mp4parse_new(&nothing, &parser)) == 0) return 1;
    if (parser != null) return 2;
    const start = "\x00\x00\x00\x14ftypmp42\x00\x00\x00\x00mp42\x00\x00\x00\x74moov\x00\x00\x00\x6cmvhd";
    var file: [20 + 0x74]u8 = @splat(0);
    @memcpy(file[0..start.len], start);
    // The time scale, which must not be zero.
    file[start.len + 14] = 3;
    var some = Source{ .bytes = &file };
    const io = mp4.Mp4parseIo{ .read = read, .userdata = &some };
    if (@intFromEnum(mp4.mp4parse_new(&io, &parser)) != 0) return 3;
    defer mp4.mp4parse_free(parser);
    var count: u32 = 99;
    if (@intFromEnum(mp4.mp4parse_get_track_count(parser, &count)) != 0) return 4;
    if (count != 0) return 5;
    var info: mp4.Mp4parseTrackInfo = undefined;
    if (@intFromEnum(mp4.mp4parse_get_track_info(parser, 0, &info)) == 0) return 6;
    return 0;
}
