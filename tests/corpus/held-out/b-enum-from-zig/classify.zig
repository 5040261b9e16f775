export fn classify(x: u32) u8 {
    return @truncate(x % 5);
}
