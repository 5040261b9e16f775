//! Interface of `nullable`, written by Ghost. Edits are lost.

pub const Item = extern struct {
    id: u32,
};

pub extern fn item_id(item: *const Item) u32;

pub extern fn item_or(item: ?*const Item, other: u32) u32;

pub extern fn item_bump(item: *Item) *Item;

pub extern fn items_first(items: [*]const Item) *const Item;

pub extern fn text_len(text: [*:0]const u8) usize;

pub extern fn text_find(text: [*c]const u8) ?[*:0]const u8;

pub extern fn values_until(values: [*:-1]const i32) usize;

pub extern fn names_count(names: [*:null]const ?[*:0]const u8) usize;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Item) != 4 or @alignOf(Item) != 4)
            @compileError("size or alignment of Item differs from the library's");
        if (@offsetOf(Item, "id") != 0)
            @compileError("offset of Item.id differs from the library's");
    }
}
