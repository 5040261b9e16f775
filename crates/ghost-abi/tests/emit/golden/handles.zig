//! Interface of `handles`, written by Ghost. Edits are lost.

pub const Counter = opaque {};

pub const Session = opaque {};

pub const Status = enum(c_uint) {
    Ok = 0,
    Failed = 1,
    Busy = 7,
};

pub extern fn counter_new(start: i64) ?*Counter;

pub extern fn counter_add(counter: ?*Counter, by: i64) i64;

pub extern fn counter_init(counter: ?*Counter) void;

pub extern fn counter_name(counter: ?*const Counter) [*c]u8;

pub extern fn counter_free(counter: ?*Counter) void;

pub extern fn free_string(text: [*c]u8) void;

pub extern fn session_open(name: [*c]const u8, out: [*c]?*Session) Status;

pub extern fn session_write(session: *Session, data: [*c]const u8, len: usize) Status;

pub extern fn session_total(session: ?*const Session) usize;

pub extern fn session_close(session: ?*Session) void;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Status) != 4 or @alignOf(Status) != 4)
            @compileError("size or alignment of Status differs from the library's");
    }
}
