const std = @import("std");

const Store = opaque {};

const NoteView = extern struct {
    text: [*]const u8,
    len: usize,
    stars: u32,
};

extern fn notes_new() ?*Store;
extern fn notes_free(store: ?*Store) void;
extern fn notes_count(store: ?*const Store) usize;
extern fn notes_add(store: ?*Store, text: [*]const u8, len: usize, stars: u32) bool;
extern fn notes_get(store: ?*const Store, at: usize, view: *NoteView) bool;

pub const Notes = struct {
    store: *Store,

    pub const Note = struct { text: []const u8, stars: u32 };

    pub fn init() error{OutOfMemory}!Notes {
        return .{ .store = notes_new() orelse return error.OutOfMemory };
    }

    pub fn deinit(self: Notes) void {
        notes_free(self.store);
    }

    pub fn count(self: Notes) usize {
        return notes_count(self.store);
    }

    pub fn add(self: Notes, text: []const u8, stars: u32) error{Refused}!void {
        if (!notes_add(self.store, text.ptr, text.len, stars)) return error.Refused;
    }

    /// A view that the next add() ends.
    pub fn peek(self: Notes, at: usize) ?Note {
        var view: NoteView = undefined;
        if (!notes_get(self.store, at, &view)) return null;
        return .{ .text = view.text[0..view.len], .stars = view.stars };
    }

    /// Adds the note once more, with one star more.
    pub fn repeat(self: Notes, gpa: std.mem.Allocator, at: usize) !void {
        const note = self.peek(at) orelse return error.NoSuchNote;
        const text = try gpa.dupe(u8, note.text);
        defer gpa.free(text);
        try self.add(text, note.stars +| 1);
    }
};
