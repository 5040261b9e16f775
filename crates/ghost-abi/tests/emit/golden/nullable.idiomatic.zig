//! Wrappers for `nullable`, written by Ghost. Edits are lost.

pub const raw = @import("nullable.zig");

pub const Item = raw.Item;

pub fn itemId(item: *const raw.Item) u32 {
    return raw.item_id(item);
}

pub fn itemOr(item: ?*const raw.Item, other: u32) u32 {
    return raw.item_or(item, other);
}

pub fn itemBump(item: *raw.Item) *raw.Item {
    return raw.item_bump(item);
}

pub fn itemsFirst(items: [*]const raw.Item) *const raw.Item {
    return raw.items_first(items);
}

pub fn textLen(text: [:0]const u8) usize {
    return raw.text_len(text.ptr);
}

pub fn textFind(text: [:0]const u8) ?[:0]const u8 {
    const result: [*:0]const u8 = @ptrCast(raw.text_find(text.ptr) orelse return null);
    var len: usize = 0;
    while (result[len] != 0) len += 1;
    return result[0..len :0];
}

pub fn valuesUntil(values: [*:-1]const i32) usize {
    return raw.values_until(values);
}

pub fn namesCount(names: [*:null]const ?[*:0]const u8) usize {
    return raw.names_count(names);
}
