const std = @import("std");

pub const Name = extern struct {
    text: [*:0]u8,
    room: usize,

    extern fn name_new(id: u16) Name;
    extern fn name_free(name: Name) void;

    pub fn short(id: u16) Name {
        const name = name_new(id);
        const all = name.text[0..name.room];
        if (std.mem.indexOfScalar(u8, all, '.')) |dot| {
            name.text[dot] = 0;
        }
        return name;
    }

    pub fn deinit(name: Name) void {
        name_free(name);
    }
};
