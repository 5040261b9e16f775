//! Root of the library.

const encode = @import("encode.zig");

comptime {
    _ = encode;
}

export fn quartz_bound(len: usize) usize {
    return len *| 2;
}

test {
    _ = @import("decode.zig");
}
