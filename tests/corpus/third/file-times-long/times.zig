pub const Times = extern struct {
    seconds: c_long,
    nanos: u32,
    flags: u32 = 0,
};

pub const Day = extern struct { year: i32, month: u8, day: u8 };

pub extern fn times_day(times: *const Times) Day;
pub extern fn times_newer(a: *const Times, b: *const Times) bool;
