/// Exponential moving average with a power of two as weight.
pub const Ewma = struct {
    shift: u5,
    state: i64 = 0,
    primed: bool = false,

    pub fn push(self: *Ewma, x: i32) i32 {
        if (!self.primed) {
            self.primed = true;
            self.state = @as(i64, x) << self.shift;
        } else {
            self.state += x - (self.state >> self.shift);
        }
        return self.value();
    }

    pub fn value(self: *const Ewma) i32 {
        return @intCast(self.state >> self.shift);
    }
};
