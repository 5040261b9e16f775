const Pool = opaque {};
const Tenant = opaque {};
extern fn pool_new() *Pool;
extern fn pool_free(pool: ?*Pool) void;
extern fn pool_tenant(pool: *const Pool, at: usize) ?*const Tenant;
extern fn tenant_hit(tenant: *const Tenant) u64;
pub fn main() void {
    const pool = pool_new();
    defer pool_free(pool);
    const t = pool_tenant(pool, 0) orelse return;
    _ = tenant_hit(t);
}
