pub const Entry = extern struct {
    api: u32,
    priority: i32,
};

pub const Registry = opaque {
    extern fn registry_new() ?*Registry;
    extern fn registry_add(r: ?*Registry, name: [*:0]const u8, entry: Entry) bool;
    extern fn registry_find(r: ?*const Registry, name: [*:0]const u8) *const Entry;
    extern fn registry_free(r: ?*Registry) void;

    pub const new = registry_new;
    pub const add = registry_add;
    pub const find = registry_find;
    pub const free = registry_free;
};
