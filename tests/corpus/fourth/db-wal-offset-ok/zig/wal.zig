pub const Lsn = u64;
pub const Wal = opaque {};

pub const create = @extern(*const fn (segment_bytes: u32) callconv(.c) ?*Wal, .{ .name = "wal_create" });
pub const append = @extern(
    *const fn (w: ?*Wal, data: [*]const u8, len: usize, at: *u64) callconv(.c) i32,
    .{ .name = "wal_append" },
);
pub const truncate = @extern(*const fn (w: ?*Wal, before: Lsn) callconv(.c) i32, .{ .name = "wal_truncate" });
pub const destroy = @extern(*const fn (w: ?*Wal) callconv(.c) void, .{ .name = "wal_destroy" });
