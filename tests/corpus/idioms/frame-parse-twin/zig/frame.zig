const std = @import("std");
const Header = struct {
    kind: u8,
    size: u16,
    fn read(bytes: []const u8) ?Header {
        if (bytes.len < 3) return null;
        return .{ .kind = bytes[0], .size = std.mem.readInt(u16, bytes[1..3], .little) };
    }
};
export fn frame_size(bytes: [*]const u8, len: usize) u16 {
    const h = Header.read(bytes[0..len]) orelse return 0;
    return if (h.kind == 1) h.size else 0;
}
