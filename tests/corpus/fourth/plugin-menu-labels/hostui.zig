const std = @import("std");

const Item = struct {
    label: [*:0]const u8,
    id: c_int,

    fn is(self: Item, name: []const u8) bool {
        return std.mem.eql(u8, std.mem.span(self.label), name);
    }
};

const State = struct {
    items: [64]Item = undefined,
    len: usize = 0,

    fn add(self: *State, item: Item) bool {
        if (self.len == self.items.len) return false;
        self.items[self.len] = item;
        self.len += 1;
        return true;
    }
};

// The menu lives on the UI thread, like everything that calls it.
threadlocal var state: State = .{};

export fn menu_add_item(label: ?[*:0]const u8, id: c_int) bool {
    const l = label orelse return false;
    return state.add(.{ .label = l, .id = id });
}

export fn menu_find(label: ?[*:0]const u8) c_int {
    const l = label orelse return -1;
    for (state.items[0..state.len]) |item| {
        if (item.is(std.mem.span(l))) return item.id;
    }
    return -1;
}

export fn menu_clear() void {
    state.len = 0;
}
