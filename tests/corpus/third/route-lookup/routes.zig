pub const Route = extern struct { net: u32, bits: u8, gateway: u32 };

pub const Table = opaque {
    extern fn routes_new() *Table;
    extern fn routes_add(table: *Table, net: u32, bits: u8, gateway: u32) bool;
    extern fn routes_find(table: *const Table, address: u32, out: *Route) *const Route;
    extern fn routes_free(table: *Table) void;

    pub const init = routes_new;
    pub const deinit = routes_free;
    pub const add = routes_add;

    pub fn gateway(table: *const Table, address: u32) u32 {
        var room: Route = undefined;
        const route = routes_find(table, address, &room);
        return route.gateway;
    }
};
