const std = @import("std");

pub const Param = extern struct {
    name: [*:0]const u8,
    min: f32,
    max: f32,
    curve: u8,

    extern fn synth_param(n: u32) ?*const Param;
    extern fn synth_knob(n: u32, position: f32) f32;

    pub const knob = synth_knob;

    pub fn find(name: []const u8) ?u32 {
        var n: u32 = 0;
        while (synth_param(n)) |param| : (n += 1) {
            if (std.mem.eql(u8, std.mem.span(param.name), name)) return n;
        }
        return null;
    }
};
