const std = @import("std");

pub const Header = extern struct {
    magic: u32,
    level: u16,
    difficulty: u8,
    flags: u8,
    gold: u32,
};

extern fn slot_score(header: ?*const Header) u64;
extern fn slot_lives(header: ?*const Header) u8;

pub const Slot = struct {
    header: Header,

    /// Reads the header at the front of a save file.
    pub fn parse(bytes: []const u8) error{Short}!Slot {
        if (bytes.len < @sizeOf(Header)) return error.Short;
        var slot: Slot = undefined;
        @memcpy(std.mem.asBytes(&slot.header), bytes[0..@sizeOf(Header)]);
        return slot;
    }

    pub fn score(self: *const Slot) u64 {
        return slot_score(&self.header);
    }

    pub fn lives(self: *const Slot) u8 {
        return slot_lives(&self.header);
    }
};
