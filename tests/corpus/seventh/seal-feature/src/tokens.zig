extern fn digest_token(data: [*]const u8, len: usize) u64;
extern fn seal_token(data: [*]u8, len: usize, key: u64) u64;

pub fn digest(bytes: []const u8) u64 {
    return digest_token(bytes.ptr, bytes.len);
}

pub fn seal(bytes: []u8, key: u64) u64 {
    return seal_token(bytes.ptr, bytes.len, key);
}
