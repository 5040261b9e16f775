pub const Status = enum(i32) {
    ok = 0,
    not_found = 100,
    denied = 101,
    timeout = 102,
    busy = 111,
};
pub extern fn job_status(id: u32) Status;
