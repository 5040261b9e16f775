const std = @import("std");

pub const Slot = extern struct {
    id: u32,
    name: [16]u8,
    depth: u32,

    extern fn slot_register(name: [*]const u8, len: usize, depth: u32) u32;
    extern fn slot_info(id: u32, out: ?*Slot) bool;
    extern fn slot_name_len(slot: ?*const Slot) usize;

    pub fn register(name: []const u8, depth: u32) error{BadName}!u32 {
        const id = slot_register(name.ptr, name.len, depth);
        return if (id == 0) error.BadName else id;
    }

    pub fn info(id: u32) ?Slot {
        var s: Slot = undefined;
        return if (slot_info(id, &s)) s else null;
    }

    /// The name without its padding; all of the array if there is none.
    pub fn text(self: *const Slot) []const u8 {
        return std.mem.sliceTo(&self.name, 0);
    }

    pub fn agrees(self: *const Slot) bool {
        return slot_name_len(self) == self.text().len;
    }

    /// A terminated copy for those who want one.
    pub fn textZ(self: *const Slot, buf: *[17]u8) [:0]const u8 {
        const t = self.text();
        @memcpy(buf[0..t.len], t);
        buf[t.len] = 0;
        return buf[0..t.len :0];
    }
};
