const std = @import("std");

pub const Field = enum(u32) {
    title,
    artist,
    album,

    fn ofFrame(id: *const [4]u8) ?Field {
        if (std.mem.eql(u8, id, "TIT2")) return .title;
        if (std.mem.eql(u8, id, "TPE1")) return .artist;
        if (std.mem.eql(u8, id, "TALB")) return .album;
        return null;
    }
};

pub const Store = opaque {
    extern fn tags_new() *Store;
    extern fn tags_free(store: ?*Store) void;
    extern fn tag_set(store: *Store, song: u32, field: Field, value: ?[*:0]const u8) bool;
    extern fn tags_by_artist(store: *const Store, artist: [*]const u8, len: usize) usize;

    pub const init = tags_new;
    pub const deinit = tags_free;

    pub fn byArtist(self: *const Store, artist: []const u8) usize {
        return tags_by_artist(self, artist.ptr, artist.len);
    }

    /// Reads the text frames of an ID3v2.3 body (without the header).
    pub fn readFrames(self: *Store, song: u32, body: []const u8) void {
        var at: usize = 0;
        while (at + 10 <= body.len and body[at] != 0) {
            const frame = body[at..];
            const size = std.mem.readInt(u32, frame[4..8], .big);
            if (size == 0 or size > frame.len - 10) return;
            const text = frame[11..][0 .. size - 1];
            if (Field.ofFrame(frame[0..4])) |field| {
                var buf: [128:0]u8 = @splat(0);
                const n = @min(text.len, buf.len);
                @memcpy(buf[0..n], text[0..n]);
                _ = tag_set(self, song, field, &buf);
            }
            at += 10 + size;
        }
    }
};
