pub const Db = opaque {};
const raw = struct {
    extern fn kv_open(path: [*:0]const u8) *Db;
    extern fn kv_close(db: ?*Db) void;
};
pub fn open(path: [:0]const u8) !*Db {
    return raw.kv_open(path.ptr);
}
pub const close = raw.kv_close;
