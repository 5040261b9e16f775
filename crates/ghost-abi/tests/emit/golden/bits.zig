//! Interface of `bits`, written by Ghost. Edits are lost.

pub const Mode = enum(u2) {
    off = 0,
    slow = 1,
    fast = 3,
};

pub const Flags = packed struct(u32) {
    ready: bool,
    /// How.
    mode: Mode,
    level: u5,
    type: u8,
    _unused: u12 = 0,
    top: i4,
};

pub const Wide = packed struct(u128) {
    a: u100,
    b: u28,
};

pub extern fn flags_next(flags: Flags) Flags;

pub extern fn flags_clear(flags: *Flags) void;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Mode) != 1 or @alignOf(Mode) != 1)
            @compileError("size or alignment of Mode differs from the library's");
        if (@sizeOf(Flags) != 4 or @alignOf(Flags) != 4)
            @compileError("size or alignment of Flags differs from the library's");
        if (@bitOffsetOf(Flags, "ready") != 0)
            @compileError("first bit of Flags.ready differs from the library's");
        if (@bitOffsetOf(Flags, "mode") != 1)
            @compileError("first bit of Flags.mode differs from the library's");
        if (@bitOffsetOf(Flags, "level") != 3)
            @compileError("first bit of Flags.level differs from the library's");
        if (@bitOffsetOf(Flags, "type") != 8)
            @compileError("first bit of Flags.type differs from the library's");
        if (@bitOffsetOf(Flags, "top") != 28)
            @compileError("first bit of Flags.top differs from the library's");
        if (@sizeOf(Wide) != 16 or @alignOf(Wide) != 16)
            @compileError("size or alignment of Wide differs from the library's");
        if (@bitOffsetOf(Wide, "a") != 0)
            @compileError("first bit of Wide.a differs from the library's");
        if (@bitOffsetOf(Wide, "b") != 100)
            @compileError("first bit of Wide.b differs from the library's");
    }
}
