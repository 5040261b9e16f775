pub const Lamp = opaque {
    pub const new = lamp_new;
    pub const level = lamp_level;
    pub const free = lamp_free;

    pub fn do(lamp: *Lamp, command: Command, arg: u32) Status {
        return lamp_do(lamp, @intFromEnum(command), arg);
    }
};

/// Comes from the radio, so it may be anything.
pub const Command = enum(u32) {
    off = 0,
    on = 1,
    dim = 2,
    step = 0x10,
    _,
};

pub const Status = enum(i32) {
    ok = 0,
    bad_handle = 1,
    bad_command = 2,
    _,
};

extern fn lamp_new() ?*Lamp;
extern fn lamp_do(lamp: ?*Lamp, command: u32, arg: u32) Status;
extern fn lamp_level(lamp: ?*const Lamp) u8;
extern fn lamp_free(lamp: ?*Lamp) void;
