const std = @import("std");

const Bytes = extern struct {
    ptr: [*]const u8,
    len: usize,
};

/// The name field of a phone book record, padding of 0xff taken off.
export fn vcard_name(record: [*]const u8, len: usize) Bytes {
    const name = std.mem.trimEnd(u8, record[0..len], "\xff");
    return .{ .ptr = name.ptr, .len = name.len };
}
