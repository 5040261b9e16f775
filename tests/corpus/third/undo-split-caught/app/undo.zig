const History = opaque {
    extern fn history_new() *History;
    extern fn history_push(history: *History, step: u32) usize;
    extern fn history_rewind(history: *History, keep: usize) isize;
    extern fn history_free(history: *History) void;
};

pub const Undo = struct {
    history: *History,
    marks: [8]usize = @splat(0),
    used: usize = 0,

    pub fn init() Undo {
        return .{ .history = History.history_new() };
    }

    pub fn deinit(self: Undo) void {
        History.history_free(self.history);
    }

    pub fn step(self: *Undo, id: u32, mark: bool) void {
        const n = History.history_push(self.history, id);
        if (!mark or self.used == self.marks.len) return;
        self.marks[self.used] = n;
        self.used += 1;
    }

    /// Back to the last mark. Marks may lie in a future that was undone.
    pub fn back(self: *Undo) isize {
        if (self.used == 0) return 0;
        self.used -= 1;
        return History.history_rewind(self.history, self.marks[self.used]);
    }
};
