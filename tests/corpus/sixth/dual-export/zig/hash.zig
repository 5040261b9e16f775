const State = opaque {};

extern fn hash_new(seed: u64) *State;
extern fn hash_drop(state: ?*State) void;
extern fn hash_reset(state: ?*State, seed: u64) bool;
extern fn hash_value(state: ?*State) u64;
extern fn hash_bytes(state: ?*State) u64;
extern fn hash_block(state: ?*State, data: ?[*]const u8, len: usize) bool;

pub const Hasher = struct {
    state: *State,

    pub fn init(seed: u64) Hasher {
        return .{ .state = hash_new(seed) };
    }

    pub fn deinit(self: Hasher) void {
        hash_drop(self.state);
    }

    pub fn once(self: Hasher, seed: u64, blocks: []const []const u8) u64 {
        _ = hash_reset(self.state, seed);
        for (blocks) |b| _ = hash_block(self.state, b.ptr, b.len);
        return hash_value(self.state);
    }

    pub fn bytes(self: Hasher) u64 {
        return hash_bytes(self.state);
    }
};
