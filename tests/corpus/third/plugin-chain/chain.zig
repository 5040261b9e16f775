pub const Chain = opaque {
    pub extern fn chain_new() *Chain;
    pub extern fn chain_push(chain: *Chain, kind: u8, amount: f32) bool;
    pub extern fn chain_run(chain: *Chain, block: [*]f32, frames: usize) void;
    pub extern fn chain_free(chain: *Chain) void;

    pub fn process(chain: *Chain, audio: []f32, size: usize) void {
        var rest = audio;
        while (rest.len > 0) {
            const n = @min(rest.len, size);
            chain_run(chain, rest.ptr, n);
            rest = rest[n..];
        }
    }
};
