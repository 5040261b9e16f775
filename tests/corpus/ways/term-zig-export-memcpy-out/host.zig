const name = "build-host-04";

export fn host_name(out: [*]u8, cap: usize) bool {
    if (name.len > cap) return false;
    @memcpy(out[0..name.len], name);
    return true;
}
