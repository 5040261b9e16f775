pub const Resolver = opaque {
    pub fn lookup(self: *Resolver, host: [*:0]const u8) ?u32 {
        const a = resolver_lookup(self, host);
        return if (a == 0) null else a;
    }
    pub fn deinit(self: *Resolver) void {
        resolver_free(self);
    }
};

pub extern fn resolver_new(max_entries: u32) ?*Resolver;
extern fn resolver_lookup(r: ?*Resolver, host: ?[*:0]const u8) u32;
pub extern fn resolver_insert(r: ?*Resolver, host: ?[*:0]const u8, addr: u32) bool;
extern fn resolver_free(r: ?*Resolver) void;
