const name = "build-host-04";

export fn host_name(out: [*]u8, cap: usize) bool {
    if (name.len >= cap) return false;
    @memcpy(out[0..name.len], name);
    out[name.len] = 0;
    return true;
}

export fn host_code(out: [*]u8, cap: usize) usize {
    const n = @min(cap, name.len);
    @memcpy(out[0..n], name[0..n]);
    return n;
}
