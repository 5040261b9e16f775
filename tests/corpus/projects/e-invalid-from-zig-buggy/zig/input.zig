pub const Key = enum(u8) { up, down, left, right };
export fn key_delta(raw: u8) i32 {
    const key: Key = @enumFromInt(raw);
    return switch (key) { .up => -10, .down => 10, .left => -1, .right => 1 };
}
