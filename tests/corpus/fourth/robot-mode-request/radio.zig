pub const Packet = struct {
    kind: u8,
    value: u8,
};

/// Two bytes and a check byte.
pub fn decode(bytes: []const u8) ?Packet {
    if (bytes.len < 3) return null;
    if (bytes[0] ^ bytes[1] != bytes[2]) return null;
    return .{ .kind = bytes[0], .value = bytes[1] };
}
