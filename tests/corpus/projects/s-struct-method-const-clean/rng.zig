pub const Rng = extern struct {
    state: [2]u64,
    extern fn rng_next(rng: *Rng) u64;
    pub fn next(self: *Rng) u64 { return rng_next(self); }
};
